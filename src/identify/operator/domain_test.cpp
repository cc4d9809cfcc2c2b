#include "identify/operator/domain.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

// As the public suffix list's own rules say (publicsuffix.org/list, "Algorithm").
TEST(Domain, RegistrablePartOfAName)
{
    struct {
        char const* name;
        char const* host;
        char const* domain;
    } const cases[] = {
        {"under a suffix of one label", "galleryapi.micloud.xiaomi.net", "xiaomi.net"},
        {"under a suffix of two labels", "wifi.vivo.com.cn", "vivo.com.cn"},
        {"itself", "xiaomi.net", "xiaomi.net"},
        {"a suffix that is in no list", "www.harbour-news.example", "harbour-news.example"},
        {"a name that a customer of a company registered", "www.shop.github.io", "shop.github.io"},
        {"the company's own suffix", "github.io", "github.io"},
        {"an internationalised suffix", "a.b.xn--fiqs8s", "b.xn--fiqs8s"},
        {"a registry's suffix", "com.cn", ""},
        {"one label", "localhost", ""},
        {"an address", "192.0.2.1", ""},
        {"an IPv6 address", "2001:db8::1", ""},
        {"nothing", "", ""},
        {"dots alone", "..", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(registrable_domain(c.host), c.domain);
    }
}

// RFC 9525 §6.3.
TEST(Domain, WhatANameOfACertificateStandsFor)
{
    struct {
        char const* name;
        char const* certificate;
        char const* host;
        bool covers;
    } const cases[] = {
        {"the same", "example.com", "example.com", true},
        {"a star for one label", "*.example.com", "www.example.com", true},
        {"a star for no label", "*.example.com", "example.com", false},
        {"a star for two labels", "*.example.com", "a.b.example.com", false},
        {"a star inside a label", "w*.example.com", "www.example.com", false},
        {"an address is not under a star", "*.0.2.1", "192.0.2.1", false},
        {"an address", "192.0.2.1", "192.0.2.1", true},
        {"nothing asked for", "", "", false},
        {"a star alone", "*", "example.com", false},
        {"an empty label", "*.example.com", ".example.com", false},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(covers(c.certificate, c.host), c.covers);
    }
}

} // namespace
} // namespace petze
