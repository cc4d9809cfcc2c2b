#pragma once

#include "base/byte_reader.h"
#include "dissect/dns/name.h"
#include "dissect/dns/rdata.h"

#include <cstdint>
#include <string>
#include <vector>

namespace petze::dns {

/// RFC 1035 section 4.1.2.
struct Question {
    Name name;
    std::uint16_t type{};
    bool whole = true; // false where the message ends inside it
};

/// RFC 1035 section 4.1.3. The class is not kept: all but IN are curiosities, and RFC 6762 uses its
/// highest bit for something else.
struct Record {
    enum class Section : std::uint8_t { answer, authority, additional };

    Section section{};
    Name name;
    std::uint16_t type{};
    std::uint32_t ttl{};
    Rdata rdata;
    bool whole = true; // false where the message ends inside it; the words are what is there
};

/// One message of RFC 1035 section 4.1, over UDP, TCP or multicast. Owns what it holds.
struct Message {
    std::uint16_t id{};
    bool answer{};
    std::uint16_t rcode{}; // with the upper bits that RFC 6891 section 6.1.3 adds
    std::vector<Question> questions;
    std::vector<Record> records;
};

inline constexpr std::string_view limit_of_records = "limit of records";

/// Questions and records as far as they could be read; never more than limits::dns_records.
Decoded<Message> decode_message(Bytes bytes);

} // namespace petze::dns
