#include "dissect/pop3/pop3_dissector.h"

#include "base/limits.h"
#include "base/text.h"
#include "dissect/lines/line_dissector.h"
#include "dissect/mail/mail_reader.h"

#include <deque>
#include <optional>

namespace petze {

namespace {

constexpr std::string_view verbs[] = {"USER", "PASS", "APOP", "AUTH", "STAT", "LIST",
                                      "RETR", "DELE", "NOOP", "RSET", "TOP",  "UIDL",
                                      "QUIT", "CAPA", "STLS", "UTF8", "LANG", "XTND"};

class Pop3Dissector final : public LineDissector {
public:
    Pop3Dissector(LayerContext& context, Origin const* parent)
        : LineDissector(context, parent, "pop3")
    {
    }

private:
    /// What the answer to a command is made of, where it is "+OK".
    enum class Answer : std::uint8_t { line, lines, mail, tls, auth };

    bool line(Direction direction, std::string_view text, FrameRange const& frames) override
    {
        return direction == Direction::to_server ? command(text, frames) : reply(text, frames);
    }

    static Answer answer_to(std::string_view verb, std::string_view arguments)
    {
        if (verb == "RETR" || verb == "TOP")
            return Answer::mail;
        if (verb == "STLS")
            return Answer::tls;
        if (verb == "CAPA" || ((verb == "LIST" || verb == "UIDL") && arguments.empty()))
            return Answer::lines;
        return verb == "AUTH" ? arguments.empty() ? Answer::lines : Answer::auth : Answer::line;
    }

    bool command(std::string_view text, FrameRange const& frames)
    {
        constexpr auto up = Direction::to_server;
        auto const verb = known_word(text, verbs);
        if (verb.empty())
            return !m_waiting.empty() && m_waiting.front() == Answer::auth
                   && tell_sasl(up, "auth", text, frames);
        recognised();
        auto const arguments = after_word(text);
        tell(up, lower(verb), arguments, frames);
        tell_command(up, std::string{verb}, text);
        auto const answer = answer_to(verb, arguments);
        if (answer == Answer::auth) // RFC 5034 section 4: the mechanism, then a response
            tell_sasl(up, "auth", after_word(arguments), frames);
        if (m_waiting.size() >= limits::http_pipelined) {
            count("limit of commands without an answer");
            m_waiting.pop_front();
        }
        m_waiting.push_back(answer);
        return true;
    }

    bool reply(std::string_view text, FrameRange const& frames)
    {
        bool const good = text.starts_with("+OK");
        if (!good && !text.starts_with("-ERR") && !text.starts_with("+ ") && text != "+"
            && !m_listing)
            return false;
        recognised();
        tell(Direction::to_client, "reply", text, frames);
        if (m_listing) {
            m_listing = text != ".";
            return true;
        }
        // Before the first command it is the greeting; "+ " asks to go on.
        if (m_waiting.empty() || (!good && text[0] == '+'))
            return true;
        auto const answer = m_waiting.front();
        m_waiting.pop_front();
        if (!good)
            return true;
        m_listing = answer == Answer::lines;
        if (answer == Answer::mail) {
            m_mail.emplace(layers(), parent(), Direction::to_client);
            begin_dotted(Direction::to_client);
        } else if (answer == Answer::tls) {
            begin_tunnel();
        }
        return true;
    }

    void before_line(Direction direction, Bytes first) override
    {
        if (direction == Direction::to_server && !m_waiting.empty()
            && m_waiting.back() == Answer::tls && begins_tls(first))
            begin_tunnel(); // its answer was not seen
    }

    void content(Direction, Bytes piece) override
    {
        if (m_mail)
            m_mail->take(piece);
    }
    void content_gap(Direction) override
    {
        if (m_mail)
            m_mail->gap();
    }
    void content_ends(Direction, bool whole) override
    {
        if (m_mail)
            layers().messages(m_mail->finish("pop3", "message", whole));
        m_mail.reset();
    }

    std::deque<Answer> m_waiting; // for commands without an answer yet
    bool m_listing = false;       // until a line that holds a dot alone
    std::optional<MailReader> m_mail;
};

} // namespace

Likeness looks_like_pop3(Direction direction, Bytes first)
{
    constexpr std::string_view greeting = "+OK ";
    auto const text = as_text(first);
    if (direction == Direction::to_server
        || text.substr(0, 3) != greeting.substr(0, text.size()).substr(0, 3))
        return Likeness::no;
    if (text.size() <= 3)
        return Likeness::maybe;
    return text[3] == ' ' || text[3] == '\r' || text[3] == '\n' ? Likeness::yes : Likeness::no;
}

std::unique_ptr<StreamDissector> make_pop3_dissector(LayerContext& context, Origin const* parent)
{
    return std::make_unique<Pop3Dissector>(context, parent);
}

} // namespace petze
