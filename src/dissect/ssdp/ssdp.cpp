#include "dissect/ssdp/ssdp.h"

#include "base/digest.h"
#include "base/text.h"

#include <algorithm>

namespace petze {

namespace {

// §1.2.2, §1.3.2, §1.3.3: no others begin a message.
constexpr std::string_view beginnings[] = {"M-SEARCH * ", "NOTIFY * ", "HTTP/1.1 "};

// "NOTIFY", "HTTP/1.1 200 OK"; empty where it is no SSDP.
std::string_view name_of(std::string_view text)
{
    auto const* const known =
        std::find_if(std::begin(beginnings), std::end(beginnings),
                     [&](std::string_view beginning) { return text.starts_with(beginning); });
    if (known == std::end(beginnings))
        return {};
    auto const line = text.substr(0, std::min(text.find_first_of("\r\n"), std::size_t{64}));
    return line.starts_with("HTTP") ? line : line.substr(0, line.find(' '));
}

} // namespace

void dissect_ssdp(Direction direction, Bytes datagram, LayerContext& context, Origin const* parent)
{
    auto const text = as_text(datagram);
    Origin const origin{parent, "ssdp"};
    FrameRange const frames{context.data.capture, context.data.frame, context.data.frame};
    context.fields.take({text, &origin, frames, {direction, {}}});
    auto const name = name_of(text);
    if (name.empty())
        return;
    (direction == Direction::to_server ? context.opened_to_server : context.opened_to_client) +=
        datagram.size();
    context.messages(AppMessage{"ssdp", direction, std::string{name}, datagram.size(),
                                to_hex(sha256(datagram))});
}

} // namespace petze
