#pragma once

#include "base/text.h"

#include <cstdint>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace petze::testing {

inline std::string pem_file(std::string const& path)
{
    std::ifstream in{path};
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

/// The certificates of a file in PEM, each in DER.
inline std::vector<std::vector<std::uint8_t>> certificates_of(std::string const& path)
{
    constexpr std::string_view begin = "-----BEGIN CERTIFICATE-----";
    constexpr std::string_view end = "-----END CERTIFICATE-----";
    std::vector<std::vector<std::uint8_t>> out;
    auto const pem = pem_file(path);
    for (auto at = pem.find(begin); at != npos; at = pem.find(begin, at + 1)) {
        auto text = pem.substr(at + begin.size(), pem.find(end, at) - at - begin.size());
        std::erase(text, '\n');
        auto der = decode_base64(text);
        if (!der)
            throw std::runtime_error(path + " is no PEM");
        out.push_back(std::move(*der));
    }
    return out;
}

} // namespace petze::testing
