#include "dissect/dns/message.h"

#include "base/limits.h"
#include "dissect/dns/types.h"

#include <array>

namespace petze::dns {

namespace {

// RFC 6891 section 6.1.2: what looks like a record carries options; each is a code, a length and
// data, and some resolvers put the address or a number of the device there.
Rdata read_options(Bytes data)
{
    Rdata rdata;
    ByteReader in{data};
    while (in.ok() && in.remaining() > 0) {
        in.u16(); // code
        if (auto const option = in.take(in.u16()); !option.empty())
            rdata.words.emplace_back(as_text(option));
    }
    return rdata;
}

Question read_question(ByteReader& in, Bytes message, std::optional<Flaw>& flaw)
{
    Question question;
    question.name = read_name(in, message, flaw);
    question.type = in.u16();
    in.u16(); // class
    question.whole = in.ok();
    return question;
}

Record read_record(ByteReader& in, Bytes message, std::optional<Flaw>& flaw)
{
    Record record;
    record.name = read_name(in, message, flaw);
    record.type = in.u16();
    in.u16(); // class
    record.ttl = in.u32();
    auto const length = in.u16();
    auto const offset = in.offset();
    auto const there = in.peek(length);
    auto const data = in.take(length);
    record.whole = in.ok();
    if (!record.whole) {
        if (!there.empty())
            record.rdata.words.emplace_back(as_text(there));
        return record;
    }
    record.rdata = record.type == static_cast<std::uint16_t>(Type::opt)
                       ? read_options(data)
                       : read_rdata(record.type, message, offset, length, flaw);
    return record;
}

} // namespace

Decoded<Message> decode_message(Bytes bytes)
{
    ByteReader in{bytes};
    Message message;
    std::optional<Flaw> flaw;
    message.id = in.u16();
    auto const flags = in.u16();
    message.answer = (flags & 0x8000) != 0;
    message.rcode = flags & 0xf;
    auto const questions = in.u16();
    std::array<std::uint16_t, 3> const counts{in.u16(), in.u16(), in.u16()};

    auto room = limits::dns_records;
    auto const has_room = [&] {
        if (room == 0)
            in.fail(limit_of_records);
        else
            --room;
        return in.ok();
    };
    for (unsigned i = 0; i < questions && in.ok() && has_room(); ++i)
        message.questions.push_back(read_question(in, bytes, flaw));
    for (std::size_t section = 0; section < counts.size(); ++section)
        for (unsigned i = 0; i < counts[section] && in.ok() && has_room(); ++i) {
            auto record = read_record(in, bytes, flaw);
            record.section = static_cast<Record::Section>(section);
            if (record.whole && record.type == static_cast<std::uint16_t>(Type::opt))
                message.rcode = static_cast<std::uint16_t>(record.ttl >> 24 << 4 | (flags & 0xf));
            message.records.push_back(std::move(record));
        }
    return {std::move(message), in.ok() ? flaw : in.flaw()};
}

} // namespace petze::dns
