#pragma once

#include <memory>
#include <string>

#include <openssl/err.h>
#include <openssl/x509.h>

/// What those share who read certificates with OpenSSL; heavy, for .cpp files alone.
namespace petze::tls {

template<auto free>
struct Freed {
    template<typename T>
    void operator()(T* object) const
    {
        free(object);
    }
};
using X509Pointer = std::unique_ptr<X509, Freed<X509_free>>;

/// What it could not read OpenSSL notes in a queue of the thread; nobody else may find it there.
struct QuietErrors {
    QuietErrors() { ERR_set_mark(); }
    ~QuietErrors() { ERR_pop_to_mark(); }
    QuietErrors(QuietErrors const&) = delete;
    QuietErrors& operator=(QuietErrors const&) = delete;
};

/// As RFC 4514 writes it; empty where it cannot be written.
std::string name_text(X509_NAME const* name);

} // namespace petze::tls
