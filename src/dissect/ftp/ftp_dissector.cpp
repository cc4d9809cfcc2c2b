#include "dissect/ftp/ftp_dissector.h"

#include "base/text.h"
#include "dissect/lines/line_dissector.h"

#include <algorithm>

namespace petze {

namespace {

constexpr std::string_view verbs[] = {
    "USER", "PASS", "ACCT", "CWD",  "XCWD", "CDUP", "SMNT", "QUIT", "REIN", "PORT", "PASV",
    "TYPE", "STRU", "MODE", "RETR", "STOR", "STOU", "APPE", "ALLO", "REST", "RNFR", "RNTO",
    "ABOR", "DELE", "RMD",  "XRMD", "MKD",  "XMKD", "PWD",  "XPWD", "LIST", "NLST", "SITE",
    "SYST", "STAT", "HELP", "NOOP", "AUTH", "ADAT", "PROT", "PBSZ", "CCC",  "EPRT", "EPSV",
    "FEAT", "OPTS", "MDTM", "SIZE", "MLST", "MLSD", "LANG", "HOST", "CLNT", "MFMT", "HASH"};

constexpr std::string_view accepted = "234"; // RFC 4217 section 4

bool is_reply(std::string_view line)
{
    return line.size() >= 3 && std::all_of(line.begin(), line.begin() + 3, is_digit)
           && (line.size() == 3 || line[3] == ' ' || line[3] == '-');
}

class FtpDissector final : public LineDissector {
public:
    FtpDissector(LayerContext& context, Origin const* parent)
        : LineDissector(context, parent, "ftp")
    {
    }

private:
    bool line(Direction direction, std::string_view text, FrameRange const& frames) override
    {
        return direction == Direction::to_server ? command(text, frames) : reply(text, frames);
    }

    bool command(std::string_view text, FrameRange const& frames)
    {
        auto const verb = known_word(text, verbs);
        if (verb.empty())
            return false;
        recognised();
        m_asked_tls = verb == "AUTH";
        // Of value are the arguments; the verb would be part of no value.
        tell(Direction::to_server, lower(verb), after_word(text), frames);
        tell_command(Direction::to_server, std::string{verb}, text);
        return true;
    }

    bool reply(std::string_view text, FrameRange const& frames)
    {
        // RFC 959 section 4.2: of a reply with several lines only the first and last have codes.
        if (!is_reply(text) && !m_in_reply)
            return false;
        recognised();
        tell(Direction::to_client, "reply", text, frames);
        if (is_reply(text))
            m_in_reply = text.size() > 3 && text[3] == '-';
        if (!m_in_reply && m_asked_tls && text.starts_with(accepted))
            begin_tunnel();
        return true;
    }

    void before_line(Direction direction, Bytes first) override
    {
        if (direction == Direction::to_server && m_asked_tls && begins_tls(first))
            begin_tunnel(); // its answer was not seen
    }

    bool m_asked_tls = false;
    bool m_in_reply = false;
};

} // namespace

Likeness looks_like_ftp(Direction direction, Bytes first)
{
    constexpr std::size_t enough = 60;
    if (direction == Direction::to_server || !as_text(first).starts_with("220"))
        return Likeness::no;
    auto const text = lower(as_text(first));
    bool const whole = text.find('\n') != npos || text.size() >= enough;
    return whole && text.find("ftp") != npos && text.find("smtp") == npos ? Likeness::yes
                                                                          : Likeness::no;
}

std::unique_ptr<StreamDissector> make_ftp_dissector(LayerContext& context, Origin const* parent)
{
    return std::make_unique<FtpDissector>(context, parent);
}

} // namespace petze
