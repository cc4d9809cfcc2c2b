#include "dissect/imap/imap_dissector.h"

#include "base/text.h"
#include "dissect/content/payload.h"
#include "dissect/lines/line_dissector.h"
#include "dissect/mail/mail_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace petze {

namespace {

constexpr std::string_view verbs[] = {
    "CAPABILITY",   "NOOP",     "LOGOUT",   "STARTTLS", "AUTHENTICATE", "LOGIN",
    "SELECT",       "EXAMINE",  "CREATE",   "DELETE",   "RENAME",       "SUBSCRIBE",
    "UNSUBSCRIBE",  "LIST",     "LSUB",     "XLIST",    "STATUS",       "APPEND",
    "CHECK",        "CLOSE",    "UNSELECT", "EXPUNGE",  "SEARCH",       "FETCH",
    "STORE",        "COPY",     "MOVE",     "UID",      "IDLE",         "ID",
    "NAMESPACE",    "ENABLE",   "COMPRESS", "SORT",     "THREAD",       "GETQUOTA",
    "GETQUOTAROOT", "SETQUOTA", "GETACL",   "MYRIGHTS", "GETMETADATA",  "NOTIFY"};

/// The literal that a line ends with: RFC 9051 section 4.3, "{12}", "{12+}", "~{12}".
std::optional<std::uint64_t> literal_of(std::string_view line)
{
    auto const begin = line.rfind('{');
    if (!line.ends_with('}') || begin == npos)
        return {};
    std::uint64_t bytes = 0;
    auto const* const end = line.data() + line.size() - 1;
    auto const read = std::from_chars(line.data() + begin + 1, end, bytes);
    bool const is_number = read.ec == std::errc{} && (read.ptr == end || read.ptr + 1 == end);
    return is_number ? std::optional{bytes} : std::nullopt;
}

/// Whether a literal behind this holds a mail or its head.
bool announces_mail(std::string_view line)
{
    auto const text = lower(line);
    auto const body = text.rfind("body[");
    auto const part = body == npos ? std::string_view{} : std::string_view{text}.substr(body + 5);
    return text.rfind("rfc822") != npos || part.starts_with("]") || part.starts_with("header");
}

bool is_tag(std::string_view word)
{
    constexpr std::size_t longest = 32;
    return !word.empty() && word.size() <= longest
           && std::all_of(word.begin(), word.end(), [](char c) {
                  auto const lower = to_lower(c);
                  return is_digit(c) || (lower >= 'a' && lower <= 'z') || c == '.' || c == '-'
                         || c == '_' || c == '#';
              });
}

class ImapDissector final : public LineDissector {
public:
    ImapDissector(LayerContext& context, Origin const* parent)
        : LineDissector(context, parent, "imap")
    {
    }

private:
    struct Literal {
        std::optional<MailReader> mail;
        std::optional<Payload> other;
        bool goes_on = false; // the next line is the rest of the one before
        bool is_append = false;
    };

    bool line(Direction direction, std::string_view text, FrameRange const& frames) override
    {
        auto& literal = of(direction);
        bool const known =
            literal.goes_on
            || (direction == Direction::to_server ? command(text, frames) : response(text));
        if (!known)
            return false;
        if (!text.empty())
            tell(direction, direction == Direction::to_server ? "command" : "response", text,
                 frames);
        literal.goes_on = false;
        if (auto const bytes = literal_of(text))
            begin_literal(direction, text, *bytes);
        return true;
    }

    bool command(std::string_view text, FrameRange const& frames)
    {
        auto const tag = text.substr(0, text.find(' '));
        auto const rest = after_word(text);
        auto const verb = known_word(rest, verbs);
        if (verb.empty() || !is_tag(tag)) {
            if (equal_ignoring_case(text, "DONE")) // RFC 2177
                return true;
            return !m_tag.empty() && m_asked == Asked::auth
                   && tell_sasl(Direction::to_server, "auth", text, frames);
        }
        recognised();
        auto name = std::string{verb};
        if (verb == "UID")
            name += " " + std::string{known_word(after_word(rest), verbs)};
        tell_command(Direction::to_server, std::move(name), text);
        m_tag = tag;
        m_asked = verb == "STARTTLS"       ? Asked::tls
                  : verb == "AUTHENTICATE" ? Asked::auth
                                           : Asked::other;
        if (m_asked == Asked::auth) // RFC 4959: the mechanism, then a response
            tell_sasl(Direction::to_server, "auth", after_word(after_word(rest)), frames);
        of(Direction::to_server).is_append = verb == "APPEND";
        return true;
    }

    bool response(std::string_view text)
    {
        auto const tag = text.substr(0, text.find(' '));
        if (tag == "*" || tag == "+") {
            recognised();
            return true;
        }
        if (tag != m_tag || m_tag.empty())
            return is_tag(tag) && is_state(after_word(text));
        auto const good = known_word(after_word(text), std::array<std::string_view, 1>{"OK"});
        if (m_asked == Asked::tls && !good.empty())
            begin_tunnel();
        m_asked = Asked::other;
        return true;
    }
    static bool is_state(std::string_view text)
    {
        constexpr std::array<std::string_view, 3> states{"OK", "NO", "BAD"};
        return !known_word(text, states).empty();
    }

    void begin_literal(Direction direction, std::string_view line, std::uint64_t bytes)
    {
        auto& literal = of(direction);
        if (direction == Direction::to_server ? literal.is_append : announces_mail(line))
            literal.mail.emplace(layers(), parent(), direction);
        else
            literal.other.emplace(
                layers(), parent(),
                PayloadDescription{.step = "imap:literal", .context = {direction, {}}});
        begin_counted(direction, bytes);
    }

    void before_line(Direction direction, Bytes first) override
    {
        if (direction == Direction::to_server && m_asked == Asked::tls && begins_tls(first))
            begin_tunnel(); // its answer was not seen
    }

    void content(Direction direction, Bytes piece) override
    {
        auto& literal = of(direction);
        if (literal.mail)
            literal.mail->take(piece);
        else if (literal.other)
            literal.other->take(piece);
    }
    void content_gap(Direction direction) override
    {
        auto& literal = of(direction);
        if (literal.mail)
            literal.mail->gap();
        else if (literal.other)
            literal.other->gap();
    }
    void content_ends(Direction direction, bool whole) override
    {
        auto& literal = of(direction);
        literal.goes_on = true;
        if (literal.mail)
            layers().messages(literal.mail->finish("imap", "message", whole));
        else if (literal.other)
            layers().messages(literal.other->finish("imap", direction, "literal", whole));
        literal.mail.reset();
        literal.other.reset();
    }

    Literal& of(Direction direction) { return m_literals[static_cast<std::size_t>(direction)]; }

    enum class Asked : std::uint8_t { other, tls, auth };
    Asked m_asked = Asked::other; // by the client's last command
    std::string m_tag;            // and its tag
    std::array<Literal, 2> m_literals;
};

} // namespace

Likeness looks_like_imap(Direction direction, Bytes first)
{
    auto const text = as_text(first);
    if (direction == Direction::to_server)
        return Likeness::no;
    for (std::string_view const begin : {"* OK", "* PREAUTH", "* BYE"}) {
        if (text.starts_with(begin))
            return Likeness::yes;
        if (begin.starts_with(text))
            return Likeness::maybe;
    }
    return Likeness::no;
}

std::unique_ptr<StreamDissector> make_imap_dissector(LayerContext& context, Origin const* parent)
{
    return std::make_unique<ImapDissector>(context, parent);
}

} // namespace petze
