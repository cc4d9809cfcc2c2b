#pragma once

#include "identify/sources/reading.h"

#include <cstdint>
#include <memory>
#include <string_view>

namespace petze {

/// AS2Org as CAIDA writes it since 2021: an object in each line, of a "type", "ASN" or
/// "Organization", in any order.
class As2OrgJson {
public:
    As2OrgJson();
    ~As2OrgJson();
    As2OrgJson(As2OrgJson const&) = delete;
    As2OrgJson& operator=(As2OrgJson const&) = delete;

    void take(std::string_view line, std::uint64_t number, DataReading& reading);

private:
    struct Parser;
    std::unique_ptr<Parser> m_parser; // with its buffers, for all lines
};

} // namespace petze
