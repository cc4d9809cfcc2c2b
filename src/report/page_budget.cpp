#include "report/page_budget.h"

#include <algorithm>
#include <cmath>

namespace petze::page {

namespace {

constexpr std::uint64_t least_axis = 1'000; // bytes to which the axis reaches at least

std::string percent(double part)
{
    constexpr double hundred = 100;
    auto const thousandths = std::lround(part * hundred * 1'000);
    auto digits = std::to_string(thousandths % 1'000);
    digits.insert(0, 3 - digits.size(), '0');
    return std::to_string(thousandths / 1'000) + "." + digits + "%";
}

std::string range(CategoryBudget const& sizes, Speaker const& speaker)
{
    auto const least = speaker.number(sizes.least_bytes);
    return sizes.most_bytes <= sizes.least_bytes
               ? least
               : least + "\u2013" + speaker.number(sizes.most_bytes);
}

void state(Html& html, std::string_view name, bool is_label_seen)
{
    html.raw(R"(<span class="v p-)").raw(name).raw("\">").mark("b-" + std::string{name});
    html.raw(is_label_seen ? "<span>" : R"(<span class="vh">)");
    html.say("proof." + std::string{name}).raw("</span></span>");
}

void size_row(Html& html, LedgerRow const& row, SizeAxis const& axis)
{
    constexpr double late = 0.7; // behind it the figures stand before the bar
    auto const& sizes = row.budget;
    auto const proof = name_of(row.proof);
    auto const from = axis.place(sizes.least_bytes);
    auto const to = axis.place(std::max(sizes.least_bytes, sizes.most_bytes));
    html.raw(R"(<tr class="p-)").raw(proof).raw(R"("><th scope="row">)");
    html.say("category." + row.category).raw(R"(</th><td class="axis"><i style="left:)");
    html.raw(percent(from) + ";width:" + percent(to - from) + R"("></i><span style=")");
    html.raw(to > late ? "right:" + percent(1 - from) : "left:" + percent(to)).raw("\">");
    html.say([&](Wording const& words) { return range(sizes, words.speaker()); });
    html.raw("</span></td><td>");
    state(html, proof, true);
    html.raw("</td></tr>\n");
}

void ticks(Html& html, SizeAxis const& axis)
{
    html.raw(R"(<tfoot aria-hidden="true"><tr><td></td><td class="ticks">)");
    for (std::uint64_t bytes = 10, step = 1; step < axis.decades(); bytes *= 10, ++step)
        html.raw(R"(<span style="left:)" + percent(axis.place(bytes)) + "\">")
            .number(bytes)
            .raw("</span>");
    html.raw("</td><td></td></tr></tfoot>\n");
}

void figure(Html& html, Content const& content, std::vector<LedgerRow> const& rows)
{
    auto const max = content.answer.total.max_bytes;
    auto const axis = SizeAxis::of(content.answer);
    html.raw("<figure><figcaption><b>").say("budget.figure").raw("</b><span>");
    html.say("budget.legend").raw("</span></figcaption>\n");
    html.raw(R"(<table class="sizes" id="sizes" style="--room:)" + percent(axis.place(max))
             + "\">");
    html.raw(R"(<caption class="vh">)").say("budget.figure");
    html.raw(R"(</caption><thead><tr><th scope="col">)").say("ledger.data");
    html.raw(R"(</th><th scope="col" class="room"><span class="vh">)").say("budget.sizes");
    html.raw(R"(</span><span aria-hidden="true" id="room">)").say([&](Wording const& words) {
        auto const& speaker = words.speaker();
        return speaker.say("budget.room", {{"bytes", speaker.bytes(max)}});
    });
    html.raw(R"(</span></th><th scope="col">)").say("ledger.state").raw("</th></tr></thead>");
    ticks(html, axis);
    html.raw("<tbody>\n");
    for (auto const& row : rows)
        size_row(html, row, axis);
    html.raw("</tbody></table></figure>\n");
}

void receiver_row(Html& html, Content const& content, std::size_t at,
                  std::vector<LedgerRow> const& rows)
{
    auto const& endpoint = content.answer.endpoints[at];
    auto const& budget = content.answer.judgements[at].budget;
    html.raw(R"(<tr><th scope="row">)").text(endpoint.id);
    html.raw(R"(</th><td class="n">)").number(endpoint.payload_to_server);
    html.raw(R"(</td><td class="n">)").number(budget.max_bytes).raw("</td>");
    for (auto const& row : rows) {
        html.raw("<td>");
        state(html, receiver_states[state_of(row.category, budget)], false);
        html.raw("</td>");
    }
    html.raw("</tr>\n");
}

void receivers_table(Html& html, Content const& content, std::vector<LedgerRow> const& rows)
{
    html.raw(R"(<div class="scroll" tabindex="0" role="region")").label("budget.receivers");
    html.raw(R"(><table id="btab"><caption>)").say("budget.receivers");
    html.raw(R"(</caption><thead><tr><th scope="col">)").say("findings.receiver").raw("</th>");
    for (auto const* name : {"where.sent", "budget.unread"})
        html.raw(R"(<th scope="col" class="n">)").say(name).raw("</th>");
    for (auto const& row : rows)
        html.raw(R"(<th scope="col">)").say("category." + row.category).raw("</th>");
    html.raw("</tr></thead><tbody>\n");
    auto const count = content.answer.judgements.size();
    for (std::size_t at = 0; at < count && at < rows_shown; ++at)
        receiver_row(html, content, at, rows);
    html.raw("</tbody></table></div>\n");
    html.raw(R"(<p class="after"><button type="button" class="btn noprint" id="bmore" hidden>)")
        .raw("</button></p>\n");
}

std::string claim(TotalBudget const& total, Speaker const& speaker)
{
    auto out = total.max_bytes == 0
                   ? speaker.say("budget.total.none")
                   : speaker.say("budget.total", {{"bytes", speaker.bytes(total.max_bytes)}});
    if (!total.unbounded.empty())
        out += " " + speaker.say("budget.unbounded", {{"why", why_unbounded(total, speaker)}});
    return out;
}

} // namespace

SizeAxis SizeAxis::of(Answer const& answer)
{
    auto most = std::max(least_axis, answer.total.max_bytes);
    for (auto const& one : answer.total.categories)
        most = std::max({most, one.least_bytes, one.most_bytes});
    return SizeAxis{static_cast<unsigned>(std::ceil(std::log10(static_cast<double>(most) + 1)))};
}

double SizeAxis::place(std::uint64_t bytes) const
{
    return bytes <= 1 ? 0.0 : std::min(1.0, std::log10(static_cast<double>(bytes)) / m_decades);
}

std::vector<LedgerRow> sized(std::vector<LedgerRow> rows)
{
    std::erase_if(rows, [](LedgerRow const& row) { return row.budget.items == 0; });
    std::stable_sort(rows.begin(), rows.end(), [](LedgerRow const& a, LedgerRow const& b) {
        return a.budget.least_bytes < b.budget.least_bytes;
    });
    return rows;
}

std::size_t state_of(std::string const& category, ByteBudget const& budget)
{
    auto const found = budget.items.find(category);
    return found == budget.items.end() ? receiver_states.size() - 1
                                       : static_cast<std::size_t>(found->second);
}

std::string budget_body(Content const& content)
{
    auto const rows = sized(ledger(content.answer, content.overview));
    if (rows.empty() || content.answer.judgements.empty())
        return {};
    auto html = content.html();
    html.raw(R"(<p class="lead">)").say("budget.lead").raw("</p>\n");
    html.raw(R"(<p class="filt noprint" id="bpick" hidden><label for="breceiver">)");
    html.say("findings.receiver").raw("</label> <select id=\"breceiver\"></select></p>\n");
    html.raw(R"(<p class="says" id="bsays" aria-live="polite">)");
    html.say([&](Wording const& words) { return claim(content.answer.total, words.speaker()); });
    html.raw("</p>\n");
    figure(html, content, rows);
    receivers_table(html, content, rows);
    html.raw(R"(<p class="small measure">)").say("ledger.assumption").raw("</p>\n");
    return html.take();
}

} // namespace petze::page
