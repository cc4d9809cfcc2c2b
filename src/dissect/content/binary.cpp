#include "dissect/bplist/bplist.h"
#include "dissect/bson/bson.h"
#include "dissect/cbor/cbor.h"
#include "dissect/content/layers.h"
#include "dissect/msgpack/msgpack.h"
#include "dissect/thrift/thrift.h"

#include "base/byte_reader.h"

#include <algorithm>

namespace petze::content {

namespace {

using namespace std::string_view_literals;

bool begins_as_bplist(Bytes first)
{
    return as_text(first).starts_with("bplist0");
}

bool begins_as_bson(Bytes first)
{
    constexpr std::uint8_t last_type = 0x13;
    constexpr std::uint32_t least = 12;
    ByteReader in{first, ByteOrder::little};
    auto const size = in.u32();
    auto const type = in.u8();
    return in.ok() && size >= least && size < (1u << 24) && type > 0 && type <= last_type;
}

bool begins_as_thrift(Bytes first)
{
    if (first.size() > 6 && first[0] == 0)
        first = first.subspan(4);
    return first.size() >= 4 && first[0] == 0x82 && (first[1] & 0x1f) == 1;
}

// A map that is not empty, or an array; alone they say too little, so read() must agree.
bool begins_as_msgpack(Bytes first)
{
    auto const type = first.empty() ? std::uint8_t{0} : first.front();
    return (type > 0x80 && type <= 0x9f && type != 0x90) || (type >= 0xdc && type <= 0xdf);
}

bool begins_as_cbor(Bytes first)
{
    constexpr auto self_described = "\xd9\xd9\xf7"sv; // RFC 8949 section 3.4.6
    if (as_text(first).starts_with(self_described))
        return true;
    auto const type = first.empty() ? std::uint8_t{0} : first.front();
    return (type > 0x80 && type <= 0x9f) || (type > 0xa0 && type <= 0xbf);
}

struct BinaryFormat {
    TreeFormat format;
    bool (*begins)(Bytes first);
    bool is_sure; // what is read to its end is nothing else
};
// Those that are surer stand first.
constexpr BinaryFormat formats[] = {
    {{"plist:", read_bplist}, begins_as_bplist, true},
    {{"bson:", read_bson}, begins_as_bson, true},
    {{"thrift:", read_thrift}, begins_as_thrift, true},
    {{"msgpack:", read_msgpack}, begins_as_msgpack, false},
    {{"cbor:", read_cbor}, begins_as_cbor, false},
};

/// Weighs what a reader finds: chance makes numbers of anything, names and texts of hardly any.
class Weighed : public TreeSink {
public:
    bool take(TreeValue const& value) override
    {
        bool const is_name =
            value.kind == TreeValue::Kind::key && value.value.size() > 1 && !is_number(value.value);
        bool const is_said = value.kind == TreeValue::Kind::text && value.value.size() > 2;
        if ((is_name || is_said) && !is_text(as_bytes(value.value)))
            return false; // with control characters it is neither
        if (is_name || is_said)
            m_said += value.value.size();
        ++m_values;
        return true;
    }
    // Of texts of so many characters chance makes one in 2^28.
    bool is_plausible() const { return m_said >= 4 && m_values >= 2; }

private:
    static bool is_number(std::string_view text)
    {
        return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    }

    std::size_t m_said = 0;
    std::size_t m_values = 0;
};

} // namespace

bool begins_as_binary(Bytes first)
{
    return std::any_of(std::begin(formats), std::end(formats),
                       [&](BinaryFormat const& format) { return format.begins(first); });
}

bool tell_binary(Scope& scope, std::string_view document, Origin const* origin, Place const& place)
{
    auto const bytes = as_bytes(document);
    for (auto const& [format, begins, is_sure] : formats) {
        if (!begins(bytes))
            continue;
        Weighed weighed;
        auto const read = format.read(bytes, is_sure ? nullptr : &weighed);
        if (read != bytes.size() || !(is_sure || weighed.is_plausible()))
            continue;
        tell_tree(scope, format, document, origin, place);
        return true;
    }
    return false;
}

} // namespace petze::content
