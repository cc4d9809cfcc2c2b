#include "report/page.h"

#include "base/digest.h"
#include "report/base64.h"
#include "report/presentable.h"
#include "report/render.h"
#include "report/resources.h"

#include <algorithm>
#include <map>

namespace petze {

namespace {

using page::Part;

std::vector<Part> parts_of(page::Content const& content)
{
    return {
        {"data", "section.data", page::data_body(content)},
        {"receivers", "section.receivers", page::receivers_body(content)},
        {"budget", "section.budget", page::budget_body(content)},
        {"time", "section.time", page::time_body(content)},
        {"where", "section.where", page::where_body(content)},
        {"coverage", "section.coverage", page::coverage_body(content)},
        {"files", "section.files", page::files_body(content)},
        {"findings", "section.findings", page::findings_body(content)},
        {"method", "section.method", page::method_body(content)},
        {"glossary", "section.words", page::words_body(content)},
    };
}

std::string sections(page::Content const& content, std::vector<Part> const& parts)
{
    auto html = content.html();
    std::size_t number = 0;
    for (auto const& part : parts) {
        auto const heading = "h-" + std::string{part.id};
        html.raw("\n<section id=\"").raw(part.id).raw(R"(" aria-labelledby=")" + heading + R"(">)");
        html.raw(R"(<h2 id=")" + heading + R"("><span class="no">)" + std::to_string(++number));
        html.raw("</span>").say(part.name).raw("</h2>\n").raw(part.body).raw("</section>\n");
    }
    return html.take();
}

std::string contents(page::Content const& content, std::vector<Part> const& parts)
{
    auto html = content.html();
    html.raw(R"(<ol><li><a href="#answer"><i></i>)").say("section.answer").raw("</a></li>");
    std::size_t number = 0;
    for (auto const& part : parts) {
        html.raw(R"(<li><a href="#)").raw(part.id).raw(R"("><i>)" + std::to_string(++number));
        html.raw("</i>").say(std::string{part.name} + ".short").raw("</a></li>");
    }
    return html.raw("</ol>").take();
}

/// What the recording is called in the bar and the title.
std::string subject(Wording const& wording, Answer const& answer)
{
    auto const& speaker = wording.speaker();
    auto const name = answer.device_name.empty() ? speaker.say("page.unnamed") : answer.device_name;
    return answer.last_ns == 0 ? name : name + ", " + speaker.date(answer.first_ns);
}

std::string title(Wording const& wording, Answer const& answer)
{
    return wording.speaker().say("page.title", {{"subject", subject(wording, answer)}});
}

/// Only this script may run, whatever else should get into the page.
std::string script_hash(std::string_view script)
{
    auto const digest = sha256(as_bytes(script));
    return "'sha256-" + base64(Bytes{digest}) + "'";
}

/// The template: {{name}} is a piece from here, {{t:key}} a text, {{label:key}} an aria-label.
class Template {
public:
    Template(page::Content const& content, std::map<std::string_view, std::string> pieces)
        : m_content(content)
        , m_pieces(std::move(pieces))
    {
    }

    std::string fill(std::string_view text) const
    {
        std::string out;
        while (!text.empty()) {
            auto const open = std::min(text.find("{{"), text.size());
            out += text.substr(0, open);
            text.remove_prefix(open);
            auto const close = text.find("}}");
            if (close == std::string_view::npos)
                break;
            out += piece(text.substr(2, close - 2));
            text.remove_prefix(close + 2);
        }
        return out + std::string{text};
    }

private:
    std::string piece(std::string_view name) const
    {
        auto html = m_content.html();
        if (name.starts_with("t:"))
            return html.say(name.substr(2)).take();
        if (name.starts_with("label:"))
            return html.label(name.substr(6)).take();
        auto const found = m_pieces.find(name);
        return found == m_pieces.end() ? std::string{} : found->second;
    }

    page::Content const& m_content;
    std::map<std::string_view, std::string> m_pieces;
};

std::string style()
{
    std::string css{resource("web/report.css")};
    for (auto const* name : {"serif", "sans", "mono"}) {
        auto const place = std::string{"{{font-"} + name + "}}";
        auto const font = resource("web/fonts/petze-" + std::string{name} + ".woff2");
        if (auto const at = css.find(place); at != std::string::npos)
            css.replace(at, place.size(), base64(as_bytes(font)));
    }
    return css;
}

} // namespace

namespace page {

std::string fill(Page page, Content const& content)
{
    std::erase_if(page.parts, [](Part const& part) { return part.body.empty(); });
    auto const& options = content.options;
    auto const& initial = options.language == Language::german ? content.german : content.english;
    auto const script = resource("web/report.js");
    auto bar = content.html();
    bar.say([&](Wording const& wording) { return page.subject(wording); });
    return Template{content,
                    {{"lang", std::string{code_of(options.language)}},
                     {"script-hash", script_hash(script)},
                     {"title", escape_html(page.title(initial))},
                     {"title-en", escape_html(page.title(content.english))},
                     {"title-de", escape_html(page.title(content.german))},
                     {"style", style()},
                     {"marks", std::string{resource("web/marks.svg")}},
                     {"subject", bar.take()},
                     {"contents", contents(content, page.parts)},
                     {"answer", page.answer},
                     {"sections", sections(content, page.parts)},
                     {"data", script_data(content)},
                     {"script", std::string{script}}}}
        .fill(resource("web/report.html"));
}

} // namespace page

std::string render_html(Answer const& answer, ReportOptions const& options)
{
    auto const shown = presentable(answer, options);
    Overview const overview{shown};
    auto const zone = LocalTime::of(options.time_zone);
    auto const time = zone ? *zone : LocalTime::utc();
    Speaker const english{Language::english, time};
    Speaker const german{Language::german, time};
    Wording const in_english{shown, overview, english};
    Wording const in_german{shown, overview, german};
    page::Content const content{shown, options, overview, in_english, in_german};
    return page::fill({page::answer_body(content), parts_of(content),
                       [&](Wording const& wording) { return subject(wording, shown); },
                       [&](Wording const& wording) { return title(wording, shown); }},
                      content);
}

} // namespace petze
