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

// TLS 1.2 is the oldest that RFC 8996 leaves standing. Idle sessions give their record buffers back. Nobody who
// speaks WebSocket needs to renegotiate, and a session that is being renegotiated cannot be written to. Tickets
// let clients resume without our remembering every session.
static inline void closecall_use_sane_settings(SSL_CTX *context) {
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
}

static inline int closecall_add_chain_certificate(SSL_CTX *context, X509 *certificate) {
    return (int)SSL_CTX_add1_chain_cert(context, certificate);
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
