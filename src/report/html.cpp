#include "report/html.h"

#include "report/words.h"

namespace petze {

std::string escape_html(std::string_view text)
{
    std::string out;
    for (char const c : printable(text)) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

void Html::both(std::string const& english, std::string const& german)
{
    if (english == german) {
        text(english);
        return;
    }
    raw(R"(<span class="L" lang="en">)").text(english).raw("</span>");
    raw(R"(<span class="L" lang="de">)").text(german).raw("</span>");
}

Html& Html::label(std::string_view key)
{
    auto const english = m_english.speaker().say(key);
    auto const german = m_german.speaker().say(key);
    raw(R"( aria-label=")").text(english).raw(R"(" data-en=")").text(english);
    return raw(R"(" data-de=")").text(german).raw(R"(")");
}

Html& Html::evidence(std::uint32_t number)
{
    auto const digits = std::to_string(number);
    return raw(R"(<a class="ev nb" href="#e-)" + digits + R"(">)")
        .say("evidence.word")
        .raw("&nbsp;" + digits + "</a>");
}

Html& Html::mark(std::string_view id)
{
    return raw(R"(<svg class="mk" aria-hidden="true"><use href="#)").raw(id).raw(R"("/></svg>)");
}

} // namespace petze
