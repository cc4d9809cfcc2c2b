#include "dissect/smtp/smtp_dissector.h"

#include "base/text.h"
#include "dissect/lines/line_dissector.h"
#include "dissect/mail/mail_reader.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace petze {

namespace {

constexpr std::string_view verbs[] = {"EHLO", "HELO", "LHLO", "MAIL", "RCPT",    "DATA",
                                      "BDAT", "RSET", "VRFY", "EXPN", "HELP",    "NOOP",
                                      "QUIT", "AUTH", "ETRN", "TURN", "XCLIENT", "STARTTLS"};

constexpr int ready = 220, send_mail = 354, go_on = 334, refused = 400;

/// The code of a reply line (RFC 5321 section 4.2) with '-' behind it where more lines follow.
struct Reply {
    int code{};
    bool final{};
};
std::optional<Reply> reply_of(std::string_view line)
{
    if (line.size() < 3 || !is_digit(line[0]) || !is_digit(line[1]) || !is_digit(line[2])
        || (line.size() > 3 && line[3] != ' ' && line[3] != '-'))
        return {};
    Reply reply;
    std::from_chars(line.data(), line.data() + 3, reply.code);
    reply.final = line.size() == 3 || line[3] == ' ';
    return reply;
}

class SmtpDissector final : public LineDissector {
public:
    SmtpDissector(LayerContext& context, Origin const* parent)
        : LineDissector(context, parent, "smtp")
    {
    }

private:
    bool line(Direction direction, std::string_view text, FrameRange const& frames) override
    {
        return direction == Direction::to_server ? command(text, frames) : reply(text, frames);
    }

    bool command(std::string_view text, FrameRange const& frames)
    {
        constexpr auto up = Direction::to_server;
        auto const verb = known_word(text, verbs);
        if (verb.empty())
            return m_asked == Asked::auth && tell_sasl(up, "auth", text, frames);
        recognised();
        tell(up, "command", text, frames);
        tell_command(up, std::string{verb}, text);
        m_asked = Asked::other;
        m_code = 0;
        if (verb == "DATA") {
            m_asked = Asked::data;
        } else if (verb == "STARTTLS") {
            m_asked = Asked::tls;
        } else if (verb == "AUTH") {
            m_asked = Asked::auth;
            // RFC 4954 section 4: the mechanism, then an initial response.
            tell_sasl(up, "auth", after_word(after_word(text)), frames);
        } else if (verb == "BDAT") {
            begin_chunk(after_word(text));
        }
        return true;
    }

    // RFC 3030 section 2: so many bytes follow, whatever the server will say.
    void begin_chunk(std::string_view arguments)
    {
        std::uint64_t bytes = 0;
        auto const end =
            std::from_chars(arguments.data(), arguments.data() + arguments.size(), bytes);
        if (end.ec != std::errc{}) {
            count("malformed command");
            return;
        }
        m_more_chunks = !equal_ignoring_case(after_word(arguments), "LAST");
        if (!m_mail)
            m_mail.emplace(layers(), parent(), Direction::to_server);
        begin_counted(Direction::to_server, bytes);
    }

    bool reply(std::string_view text, FrameRange const& frames)
    {
        auto const reply = reply_of(text);
        if (!reply)
            return false;
        recognised();
        tell(Direction::to_client, "reply", text.substr(std::min<std::size_t>(text.size(), 4)),
             frames);
        if (!reply->final)
            return true;
        m_code = reply->code;
        if (m_asked == Asked::tls && m_code == ready)
            begin_tunnel();
        else if (m_asked == Asked::tls || (m_asked == Asked::auth && m_code != go_on))
            m_asked = Asked::other;
        return true;
    }

    void before_line(Direction direction, Bytes first) override
    {
        if (direction == Direction::to_client)
            return;
        // The client waits for the answer to DATA and to STARTTLS; it may not have been seen.
        if (m_asked == Asked::tls && begins_tls(first))
            begin_tunnel();
        if (m_asked != Asked::data)
            return;
        m_asked = Asked::other;
        if (m_code != send_mail && m_code >= refused)
            return;
        m_more_chunks = false;
        m_mail.emplace(layers(), parent(), Direction::to_server);
        begin_dotted(Direction::to_server);
    }

    void content(Direction, Bytes piece) override
    {
        if (m_mail)
            m_mail->take(piece);
    }
    void content_gap(Direction) override
    {
        m_whole = false;
        if (m_mail)
            m_mail->gap();
    }
    void content_ends(Direction, bool whole) override
    {
        m_whole = m_whole && whole;
        if (m_mail && (!m_more_chunks || !whole)) {
            layers().messages(m_mail->finish("smtp", "message", m_whole));
            m_mail.reset();
            m_whole = true;
        }
    }

    enum class Asked : std::uint8_t { other, data, tls, auth };
    Asked m_asked = Asked::other; // by the client's last command
    int m_code = 0;               // of the last reply since
    std::optional<MailReader> m_mail;
    bool m_more_chunks = false;
    bool m_whole = true;
};

} // namespace

Likeness looks_like_smtp(Direction direction, Bytes first)
{
    auto const text = lower(as_text(first));
    if (direction == Direction::to_server) {
        for (std::string_view const begin : {"ehlo ", "helo ", "lhlo "}) {
            if (text.starts_with(begin))
                return Likeness::yes;
            if (begin.starts_with(text))
                return Likeness::maybe;
        }
        return Likeness::no;
    }
    constexpr std::string_view greeting = "220";
    if (!text.starts_with(greeting.substr(0, text.size()))
        || (text.size() > greeting.size() && text[3] != ' ' && text[3] != '-'))
        return Likeness::no;
    return text.find("smtp") == npos ? Likeness::maybe : Likeness::yes;
}

std::unique_ptr<StreamDissector> make_smtp_dissector(LayerContext& context, Origin const* parent)
{
    return std::make_unique<SmtpDissector>(context, parent);
}

} // namespace petze
