#include "dissect/content/layers.h"
#include "dissect/header/encoded_word.h"
#include "dissect/header/header_lines.h"

#include "base/limits.h"
#include "base/text.h"

#include <algorithm>

namespace petze::content {

namespace {

// RFC 5322 section 3.6, RFC 2045, and what is put in front on the way.
constexpr std::string_view known_fields[] = {
    "from",         "to",       "cc",           "bcc",          "subject",     "date",
    "message-id",   "reply-to", "return-path",  "received",     "in-reply-to", "references",
    "mime-version", "sender",   "content-type", "delivered-to", "x-mailer",    "user-agent",
};

std::size_t known_among(std::string_view head)
{
    auto const lines = parse_header_lines(head, limits::http_headers);
    return static_cast<std::size_t>(
        std::count_if(lines.lines.begin(), lines.lines.end(), [](HeaderLine const& line) {
            return std::any_of(
                std::begin(known_fields), std::end(known_fields),
                [&](std::string_view name) { return equal_ignoring_case(line.name, name); });
        }));
}

} // namespace

bool begins_as_mail(std::string_view begin)
{
    begin = begin.substr(0, 20);
    auto const colon = begin.find(':');
    if (colon == npos)
        return false;
    auto const name = begin.substr(0, colon);
    return std::any_of(std::begin(known_fields), std::end(known_fields),
                       [&](std::string_view known) { return equal_ignoring_case(name, known); });
}

bool tell_mail(Scope& scope, std::string_view text, Origin const* origin, Place const& place)
{
    constexpr std::size_t enough = 3;
    auto const end = begins_as_mail(text) ? end_of_block(text, 0) : npos;
    if (end > limits::http_header_bytes) // where there is none, too
        return false;
    auto const head = text.substr(0, end);
    if (known_among(head) < enough)
        return false;
    auto const lines = parse_header_lines(head, limits::http_headers);
    for (auto const& line : lines.lines) {
        auto const step = "mail:header:" + readable(line.name);
        Origin const node{origin, step};
        tell_string(scope, decode_encoded_words(line.value), &node,
                    place.part(line.begin, line.end - line.begin, text.size()));
    }
    Origin const others{origin, "mail:header:"};
    for (auto const other : lines.others)
        tell_string(scope, other, &others, place);
    auto const value = [&](std::string_view name) {
        auto const* found = find_header(lines.lines, name);
        return found ? *found : std::string{};
    };
    Origin const node{origin, "mail:body"};
    Hints hints{.content_type = value("content-type")};
    if (auto const coding = coding_named(trim(value("content-transfer-encoding"))))
        hints.codings.push_back(*coding);
    auto const body = make_layer(scope, &node, std::move(hints));
    hand_on(text.substr(end), place.part(end, text.size() - end, text.size()), scope, *body);
    body->finish();
    return true;
}

} // namespace petze::content
