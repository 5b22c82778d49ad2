#pragma once
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

// MARK: Sessions

// OpenSSL's macros do not import; these are their functions.
static inline int closecall_set_server_name(SSL *ssl, const char *name) {
    return (int)SSL_set_tlsext_host_name(ssl, name);
}

// TLS 1.2 is the oldest that RFC 8996 leaves standing. Idle sessions give their record buffers back. Tickets let
// clients resume without our remembering every session. Renegotiation is as OpenSSL has it: a server may ask for
// it, a client may not.
static inline void closecall_use_sane_settings(SSL_CTX *context) {
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
}

// For tests.
static inline int closecall_set_newest_version(SSL *ssl, int version) {
    return (int)SSL_set_max_proto_version(ssl, version);
}

static inline int closecall_add_chain_certificate(SSL_CTX *context, X509 *certificate) {
    return (int)SSL_CTX_add1_chain_cert(context, certificate);
}

// MARK: Records

// Where a session finds the records that came and leaves those that go. Memory BIOs would copy once more, and keep
// their largest size for as long as the session lives.
typedef struct {
    const unsigned char *input;
    size_t input_count;
    unsigned char *output;
    size_t output_count, output_capacity;
} closecall_records;

static int closecall_read_records(BIO *bio, char *buffer, int count) {
    closecall_records *records = (closecall_records *)BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    if (records->input_count == 0) {
        BIO_set_retry_read(bio);
        return -1;
    }
    if ((size_t)count > records->input_count) count = (int)records->input_count;
    memcpy(buffer, records->input, (size_t)count);
    records->input += count;
    records->input_count -= (size_t)count;
    return count;
}

static int closecall_write_records(BIO *bio, const char *bytes, int count) {
    closecall_records *records = (closecall_records *)BIO_get_data(bio);
    size_t room = records->output_capacity - records->output_count;
    BIO_clear_retry_flags(bio);
    if (room == 0) {
        BIO_set_retry_write(bio);
        return -1;
    }
    if ((size_t)count > room) count = (int)room;
    memcpy(records->output + records->output_count, bytes, (size_t)count);
    records->output_count += (size_t)count;
    return count;
}

static long closecall_control_records(BIO *bio, int command, long number, void *pointer) {
    (void)bio, (void)number, (void)pointer;
    return command == BIO_CTRL_FLUSH;
}

static inline BIO_METHOD *closecall_records_method(void) {
    BIO_METHOD *method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "records");
    if (!method) return NULL;
    BIO_meth_set_read(method, closecall_read_records);
    BIO_meth_set_write(method, closecall_write_records);
    BIO_meth_set_ctrl(method, closecall_control_records);
    return method;
}

static inline BIO *closecall_records_bio(const BIO_METHOD *method, closecall_records *records) {
    BIO *bio = BIO_new(method);
    if (!bio) return NULL;
    BIO_set_data(bio, records);
    BIO_set_init(bio, 1);
    return bio;
}

// MARK: Application protocols

static const unsigned char closecall_http11[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

static inline int closecall_offer_http11(SSL_CTX *context) {
    return SSL_CTX_set_alpn_protos(context, closecall_http11, sizeof closecall_http11);
}

static int closecall_choose_http11(SSL *ssl, const unsigned char **out, unsigned char *out_length,
                                   const unsigned char *in, unsigned int in_length, void *context) {
    (void)ssl, (void)context;
    int result = SSL_select_next_proto((unsigned char **)out, out_length, closecall_http11, sizeof closecall_http11,
                                       in, in_length);
    return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

// A client that offers protocols, none of them HTTP/1.1, is refused in the handshake.
static inline void closecall_answer_http11(SSL_CTX *context) {
    SSL_CTX_set_alpn_select_cb(context, closecall_choose_http11, NULL);
}

// MARK: Certificates on the fly

// -1 suspends the handshake with SSL_ERROR_WANT_X509_LOOKUP: the certificate is made outside of this callback.
static int closecall_await_certificate(SSL *ssl, void *context) {
    (void)context;
    return SSL_get_certificate(ssl) ? 1 : -1;
}

static inline void closecall_ask_for_certificates(SSL_CTX *context) {
    SSL_CTX_set_cert_cb(context, closecall_await_certificate, NULL);
}

// MARK: Making certificates

static inline EVP_PKEY *closecall_make_key(void) { return EVP_EC_gen("P-256"); }

// OpenSSL would ask for a password on the terminal.
static int closecall_no_password(char *buffer, int size, int is_writing, void *context) {
    (void)buffer, (void)size, (void)is_writing, (void)context;
    return -1;
}

// RFC 5280 §4.1.2.2: positive, at most twenty octets; 127 random bits are not met twice.
static inline int closecall_set_random_serial(X509 *certificate) {
    BIGNUM *number = BN_new();
    int done = number && BN_rand(number, 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) &&
               BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate));
    BN_free(number);
    return done;
}

static inline int closecall_set_validity(X509 *certificate, int64_t from, int64_t to) {
    return ASN1_TIME_set(X509_getm_notBefore(certificate), (time_t)from) &&
           ASN1_TIME_set(X509_getm_notAfter(certificate), (time_t)to);
}

static inline int closecall_add_extension(X509 *certificate, X509 *issuer, int kind, const char *value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, kind, value);
    int done = extension && X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
    return done;
}

// The name is a structure of its own, not part of a text: a comma in it must not become a second name.
static inline int closecall_add_alternative_name(X509 *certificate, const char *name) {
    int done = 0;
    GENERAL_NAMES *names = sk_GENERAL_NAME_new_null();
    GENERAL_NAME *entry = GENERAL_NAME_new();
    ASN1_OCTET_STRING *address = a2i_IPADDRESS(name);
    ASN1_IA5STRING *text = address ? NULL : ASN1_IA5STRING_new();
    if (names && entry && (address || (text && ASN1_STRING_set(text, name, (int)strlen(name))))) {
        GENERAL_NAME_set0_value(entry, address ? GEN_IPADD : GEN_DNS, address ? (void *)address : (void *)text);
        address = NULL, text = NULL;
        if (sk_GENERAL_NAME_push(names, entry)) {
            entry = NULL;
            done = X509_add1_ext_i2d(certificate, NID_subject_alt_name, names, 0, X509V3_ADD_DEFAULT) == 1;
        }
    }
    ASN1_OCTET_STRING_free(address);
    ASN1_IA5STRING_free(text);
    GENERAL_NAME_free(entry);
    GENERAL_NAMES_free(names);
    ERR_clear_error();
    return done;
}

// Seconds since 1970; a time that cannot be read counts as long ago.
static inline int64_t closecall_unix_time(const ASN1_TIME *time) {
    struct tm parts;
    return ASN1_TIME_to_tm(time, &parts) ? (int64_t)timegm(&parts) : INT64_MIN;
}

// RFC 2253, but with characters beyond ASCII as they are.
static const unsigned long closecall_name_style = XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB;

static inline long closecall_memory_data(BIO *memory, char **start) { return BIO_get_mem_data(memory, start); }
