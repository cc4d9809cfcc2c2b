#include "dissect/content/content.h"
#include "dissect/content/layers.h"
#include "dissect/contentline/contentline.h"

#include "base/text.h"

namespace petze::content {

namespace {

// Long texts as a stream, so that what is found in them is told by its own packets.
void tell_as_it_is(Scope& scope, std::string_view text, Origin const* origin, Place const& place)
{
    constexpr std::size_t a_packet = 1400;
    if (!place.marks || text.size() <= a_packet) {
        scope.tell(text, origin, place.frames());
        return;
    }
    auto const layer = make_raw_layer(scope, origin);
    hand_on(text, place, scope, *layer);
    layer->finish();
    ++scope.fields;
}

void open_wrapped(Scope& scope, Wrapped const& wrapped, std::string_view text, Origin const* origin,
                  Place const& place)
{
    auto const layer = make_coding_layer(scope, origin, wrapped.coding, {});
    auto const offset = static_cast<std::size_t>(wrapped.text.data() - text.data());
    hand_on(wrapped.text, place.part(offset, wrapped.text.size(), text.size()), scope, *layer);
    layer->finish();
}

bool tell_content_lines(Scope& scope, std::string_view text, Origin const* origin,
                        Place const& place)
{
    auto const kind = content_lines(text);
    if (!kind || !scope.may_open(origin))
        return false;
    auto const prefix = *kind == ContentLines::vcard ? "vcard:" : "icalendar:";
    tell_tree(scope, {prefix, read_contentline}, text, origin, place);
    return true;
}

} // namespace

void tell_unsealed(Scope& scope, std::string_view text, Origin const* origin, Place const& place)
{
    if (tell_xored(scope, text, origin, place))
        return;
    if (tell_content_lines(scope, text, origin, place) || tell_mail(scope, text, origin, place)
        || tell_unescaped(scope, text, origin, place))
        return;
    tell_as_it_is(scope, text, origin, place);
    if (auto const wrapped = wrapped_in(text); wrapped && scope.may_open(origin))
        open_wrapped(scope, *wrapped, text, origin, place);
    else
        tell_tokens(scope, text, origin, place);
}

void tell_plain(Scope& scope, std::string_view text, Origin const* origin, Place const& place)
{
    if (!tell_sealed(scope, text, origin, place))
        tell_unsealed(scope, text, origin, place);
}

} // namespace petze::content

namespace petze {

bool open_wrapped(std::string_view text, Origin const* origin, FrameRange const& frames,
                  MessageContext const& message, LayerContext& layers)
{
    content::Scope scope{layers, message};
    auto const wrapped = content::wrapped_in(text);
    if (!wrapped || !scope.may_open(origin))
        return false;
    content::open_wrapped(scope, *wrapped, text, origin, {nullptr, 0, 0, frames});
    return true;
}

} // namespace petze
