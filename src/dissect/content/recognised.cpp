#include "dissect/content/layers.h"
#include "dissect/sqlite/sqlite.h"

#include "base/limits.h"

#include <algorithm>

namespace petze::content {

namespace {

struct Recogniser {
    bool (*begins)(Bytes first);
    Attempt tell;
};
// Those that are surer stand first.
constexpr Recogniser recognisers[] = {
    {begins_as_binary, tell_binary},
    {begins_as_protobuf, tell_undeclared_protobuf},
    {begins_as_raw_snappy, tell_raw_snappy},
};

} // namespace

bool may_be_recognised(Scope const& scope, Bytes first)
{
    return may_be_sealed(scope, first)
           || std::any_of(std::begin(recognisers), std::end(recognisers),
                          [&](Recogniser const& one) { return one.begins(first); });
}

bool tell_recognised(Scope& scope, std::string_view whole, Origin const* origin, Place const& place)
{
    auto const bytes = as_bytes(whole);
    for (auto const& [begins, tell] : recognisers)
        if (begins(bytes) && tell(scope, whole, origin, place))
            return true;
    return may_be_sealed(scope, bytes) && tell_unlocked(scope, whole, origin, place);
}

bool begins_as_raw_snappy(Bytes first)
{
    // A length; then a literal, since there is nothing yet to copy from.
    constexpr std::size_t longest_length = 5;
    for (std::size_t at = 0; at < std::min(first.size(), longest_length); ++at)
        if ((first[at] & 0x80) == 0)
            return at + 1 < first.size() && (first[at + 1] & 0x03) == 0 && first[0] != 0;
    return false;
}

bool tell_raw_snappy(Scope& scope, std::string_view packed, Origin const* origin,
                     Place const& place)
{
    auto const plain = undo_raw_snappy(as_bytes(packed), limits::document_bytes);
    if (!plain || scope.is_bomb(plain->size(), plain->size(), packed.size()))
        return false;
    constexpr std::size_t looked_at = 256;
    constexpr std::size_t least = 16;
    auto const first = Bytes{*plain}.first(std::min(plain->size(), looked_at));
    if (first.size() < least || !(begins_as_text(first) || file_type_of(first) || coding_of(first)))
        return false;
    Origin const node{origin, "snappy"};
    auto const layer = make_layer(scope, &node, {});
    hand_on(as_text(*plain), place, scope, *layer);
    layer->finish();
    return true;
}

bool tell_sqlite(Scope& scope, std::string_view file, Origin const* origin, Place const& place)
{
    if (read_sqlite(as_bytes(file), nullptr) == 0)
        return false;
    tell_tree(scope, {"sqlite:", read_sqlite}, file, origin, place);
    return true;
}

} // namespace petze::content
