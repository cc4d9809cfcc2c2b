#include "dissect/protobuf/protobuf.h"

#include "base/limits.h"
#include "base/text.h"
#include "dissect/content/layers.h"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>

namespace petze::content {

namespace {

using protobuf::Value;
using protobuf::WireType;

constexpr std::uint64_t told_from = 10'000; // smaller numbers say nothing about anybody

/// Tells the values of one message, however deep they lie. A value that may be text and may be a
/// message is told as both.
class ProtobufTeller {
public:
    ProtobufTeller(Scope& scope, std::string_view document, Origin const* origin,
                   Place const& place)
        : m_scope(scope)
        , m_size(document.size())
        , m_origin(origin)
        , m_place(place)
    {
    }

    /// Returns how much of it could be read.
    std::size_t message(Bytes bytes, std::size_t offset, int depth)
    {
        ByteReader in{bytes};
        Value value;
        std::size_t read = 0;
        while (m_scope.fields < limits::fields_message && protobuf::next_value(in, value)) {
            tell(value, offset + value.offset, depth);
            read = in.offset();
        }
        return read;
    }

private:
    void tell(Value const& value, std::size_t offset, int depth)
    {
        auto const length = m_step.size();
        m_step += (length == prefix.size() ? "" : ".") + std::to_string(value.field);
        Origin const node{m_origin, m_step};
        if (value.type == WireType::bytes)
            tell_field(value, node, offset, depth);
        else
            tell_number(value, node, offset);
        m_step.resize(length);
    }

    void tell_field(Value const& value, Origin const& node, std::size_t offset, int depth)
    {
        if (value.bytes.empty())
            return;
        auto const place = m_place.part(offset, value.bytes.size(), m_size);
        // Letters alone are a message to whoever wants them to be; a tag below a blank is rare in
        // texts.
        bool const text = is_text(value.bytes);
        bool const is_message = depth < limits::protobuf_depth
                                && (!text || value.bytes.front() < ' ')
                                && protobuf::looks_like_message(value.bytes);
        if (text)
            tell_string(m_scope, as_text(value.bytes), &node, place);
        else if (!is_message)
            tell_bytes(m_scope, value.bytes, &node,
                       place); // compressed, a picture, or nobody knows
        if (is_message)
            message(value.bytes, offset, depth + 1);
    }

    void tell_number(Value const& value, Origin const& node, std::size_t offset)
    {
        constexpr std::size_t room = 64;
        std::array<char, room> text{};
        auto* end = text.data();
        auto const write = [&](auto number) {
            end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
        };
        auto const is_fraction = [](auto number) {
            return std::isfinite(number) && std::abs(number) >= 1e-3 && std::abs(number) < 1e9;
        };
        if (value.type == WireType::varint && value.number >= told_from)
            write(value.number);
        else if (auto const wide = std::bit_cast<double>(value.number);
                 value.type == WireType::fixed64 && is_fraction(wide))
            write(wide);
        else if (auto const narrow = std::bit_cast<float>(static_cast<std::uint32_t>(value.number));
                 value.type == WireType::fixed32 && is_fraction(narrow))
            write(narrow);
        else if (value.type != WireType::varint && value.number >= told_from)
            write(value.number);
        if (end != text.data())
            m_scope.tell({text.data(), static_cast<std::size_t>(end - text.data())}, &node,
                         m_place.part(offset, 1, m_size).frames());
    }

    static constexpr std::string_view prefix = "protobuf:";

    Scope& m_scope;
    std::size_t m_size;
    Origin const* m_origin;
    Place m_place;
    std::string m_step{prefix};
};

} // namespace

std::size_t tell_protobuf(Scope& scope, std::string_view document, Origin const* origin,
                          Place const& place)
{
    return ProtobufTeller{scope, document, origin, place}.message(as_bytes(document), 0, 0);
}

bool begins_as_protobuf(Bytes first)
{
    // Where a message may begin: at once, or behind its length in one of the framings.
    for (std::size_t const at : {0u, 1u, 2u, 4u, 5u}) {
        if (first.size() < at + 4)
            break;
        ByteReader in{first.subspan(at)};
        protobuf::Value value;
        std::size_t values = 0;
        while (protobuf::next_value(in, value))
            ++values;
        constexpr std::size_t cut_off = 16; // the first value may be longer than what is seen
        if (values > 0 || (in.flaw()->what == "truncated" && first.size() >= cut_off))
            return true;
    }
    return false;
}

bool tell_undeclared_protobuf(Scope& scope, std::string_view document, Origin const* origin,
                              Place const& place)
{
    auto const framing = protobuf::framing_of(as_bytes(document));
    if (!framing)
        return false;
    ByteReader in{as_bytes(document)};
    while (in.ok() && in.remaining() > 0) {
        auto const message = as_text(protobuf::next_framed(in, *framing));
        auto const where =
            place.part(in.offset() - message.size(), message.size(), document.size());
        auto const read = tell_protobuf(scope, message, origin, where);
        if (read < message.size()) // more than may be told one by one
            scope.tell(message.substr(read), origin, where.frames());
    }
    return true;
}

} // namespace petze::content
