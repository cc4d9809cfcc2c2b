#include "base/text.h"
#include "dissect/protobuf/protobuf.h"

#include "base/limits.h"

#include <algorithm>
#include <array>

namespace petze::protobuf {

namespace {

constexpr std::uint32_t usual_field = 2047; // whose tags take two bytes at most
constexpr std::size_t least_text = 3;

bool is_words(Bytes bytes)
{
    auto const text = as_text(bytes);
    auto const is_control = [](char c) {
        return (c >= 0 && c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7f;
    };
    return text.size() >= least_text && std::none_of(text.begin(), text.end(), is_control)
           && is_utf8(text);
}

/// What speaks for a message: how many of its bytes are texts, at any depth.
class Weighing {
public:
    bool message(Bytes bytes, int depth)
    {
        std::array<WireType, usual_field + 1> types{};
        types.fill(WireType::group); // none yet
        ByteReader in{bytes};
        Value value;
        while (next_value(in, value)) {
            if (value.field > usual_field || value.type == WireType::group
                || value.type == WireType::end_group)
                return false;
            auto& type = types[value.field];
            // Packed and unpacked numbers of one field may be mixed; nobody does.
            if (type != WireType::group && type != value.type)
                return false;
            type = value.type;
            ++m_values;
            if (value.type == WireType::bytes)
                weigh(value.bytes, depth);
        }
        return in.ok() && !bytes.empty();
    }

    std::size_t texts() const { return m_texts; }
    std::size_t values() const { return m_values; }

private:
    void weigh(Bytes bytes, int depth)
    {
        constexpr int deep_enough = 6;
        if (is_words(bytes))
            m_texts += bytes.size();
        else if (depth < deep_enough && looks_like_message(bytes)) {
            Weighing inner;
            if (inner.message(bytes, depth + 1))
                m_texts += inner.texts();
        }
    }

    std::size_t m_texts = 0;
    std::size_t m_values = 0;
};

} // namespace

bool is_surely_message(Bytes bytes)
{
    constexpr std::size_t share = 8;
    constexpr std::size_t enough_text = 4;
    Weighing weighing;
    return looks_like_message(bytes) && weighing.message(bytes, 0)
           && weighing.texts() >= std::max(enough_text, bytes.size() / share);
}

Bytes next_framed(ByteReader& in, Framing framing)
{
    if (in.remaining() == 0)
        return {};
    std::uint64_t size = in.remaining();
    if (framing == Framing::varint) {
        size = varint(in);
    } else if (framing != Framing::none) {
        if (framing == Framing::grpc && in.u8() != 0)
            in.fail("not a message");
        size = in.u32();
    }
    if (size > in.remaining())
        in.fail("truncated");
    return in.take(static_cast<std::size_t>(size));
}

std::optional<Framing> framing_of(Bytes bytes)
{
    for (auto const framing : {Framing::none, Framing::four, Framing::grpc, Framing::varint}) {
        ByteReader in{bytes};
        std::size_t sure = 0;
        bool all = true;
        while (all && in.ok() && in.remaining() > 0) {
            auto const message = next_framed(in, framing);
            // One without texts may stand among those that have some.
            bool const is_one = is_surely_message(message);
            sure += is_one ? 1 : 0;
            all = is_one || (sure > 0 && looks_like_message(message));
        }
        if (all && in.ok() && sure > 0)
            return framing;
    }
    return {};
}

} // namespace petze::protobuf
