#pragma once
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

// OpenSSL's macros do not import; these are their functions.
static inline int closecall_set_server_name(SSL *ssl, const char *name) {
    return (int)SSL_set_tlsext_host_name(ssl, name);
}

// TLS 1.2 is the oldest that RFC 8996 leaves standing. Idle sessions give their record buffers back.
static inline void closecall_use_sane_settings(SSL_CTX *context) {
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
}

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
