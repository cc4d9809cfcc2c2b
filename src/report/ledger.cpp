#include "report/wording.h"

#include "report/words.h"

#include <algorithm>

namespace petze {

namespace {

bool belongs(KindFound const& found, std::string_view category)
{
    return found.kind == category || (category == "message" && found.kind == "message_address");
}

std::vector<KindFound> of_category(std::vector<KindFound> const& all, std::string_view category)
{
    std::vector<KindFound> out;
    std::copy_if(all.begin(), all.end(), std::back_inserter(out),
                 [&](KindFound const& found) { return belongs(found, category); });
    return out;
}

Proof proof_of(LedgerRow const& row, Overview const& overview)
{
    if (!row.found.empty())
        return Proof::proven;
    if (row.profile.too_short >= row.profile.items)
        return Proof::not_searched;
    if (row.budget.departure == Departure::excluded)
        return Proof::excluded;
    return overview.sent_closed > 0 ? Proof::possible : Proof::not_found;
}

std::string category_of(KindFound const& found)
{
    return found.kind == "message_address" ? "message" : found.kind;
}

} // namespace

std::string_view name_of(Proof proof)
{
    constexpr std::string_view names[] = {"proven", "possible", "not_found", "excluded",
                                          "not_searched"};
    return names[static_cast<std::size_t>(proof)];
}

std::vector<LedgerRow> ledger(Answer const& answer, Overview const& overview)
{
    std::vector<LedgerRow> rows;
    auto const add = [&](ProfileCategory const& profile) {
        LedgerRow row{profile.category, {}, profile, {}, {}, {}, {}};
        row.found = of_category(overview.sent, row.category);
        row.inside = of_category(overview.inside, row.category);
        row.came = of_category(overview.came, row.category);
        for (auto const& budget : answer.total.categories)
            if (budget.category == row.category)
                row.budget = budget;
        row.proof = proof_of(row, overview);
        rows.push_back(std::move(row));
    };
    for (auto const& category : answer.profile)
        if (category.items > 0)
            add(category);
    // What was found although the profile lists no such category stands there all the same.
    for (auto const& found : overview.sent) {
        auto const category = category_of(found);
        if (std::none_of(rows.begin(), rows.end(),
                         [&](LedgerRow const& row) { return row.category == category; }))
            add({category, 0, 0, 0, 0});
    }
    std::stable_sort(rows.begin(), rows.end(), [](LedgerRow const& a, LedgerRow const& b) {
        return a.proof != b.proof ? a.proof < b.proof : gravity(a.category) < gravity(b.category);
    });
    return rows;
}

bool says_excluded(std::vector<LedgerRow> const& rows)
{
    return std::any_of(rows.begin(), rows.end(),
                       [](LedgerRow const& row) { return row.budget.excluded > 0; });
}

namespace {

// The smallest item, and what became of it to be that small.
std::string smallest(LedgerRow const& row, Speaker const& speaker)
{
    return speaker.say(row.category == "photo" ? "known.smallest.photo" : "known.smallest.text",
                       {{"least", speaker.bytes(row.budget.least_bytes)}});
}

} // namespace

std::string why_unbounded(TotalBudget const& total, Speaker const& speaker)
{
    std::vector<std::string> reasons;
    reasons.reserve(total.unbounded.size());
    for (auto const reason : total.unbounded)
        reasons.push_back(speaker.say(reason));
    return speaker.list(reasons, "list.and");
}

std::string known_of_sizes(LedgerRow const& row, TotalBudget const& total, Speaker const& speaker)
{
    auto const& budget = row.budget;
    if (budget.items == 0 || row.proof == Proof::not_searched)
        return {};
    auto const max = speaker.bytes(total.max_bytes);
    if (row.proof == Proof::excluded) {
        auto out = total.max_bytes == 0
                       ? speaker.say("known.excluded.all_read")
                       : speaker.say("known.excluded",
                                     {{"max", max}, {"smallest", smallest(row, speaker)}});
        if (row.category == "photo" && total.max_bytes > 0)
            out += " " + speaker.say("known.excluded.thumbnails");
        return out;
    }
    if (budget.excluded > 0)
        return speaker.count("known.partly", budget.excluded,
                             {{"all", speaker.number(budget.items)}, {"max", max}});
    if (row.proof == Proof::proven || budget.least_bytes < least_told_bytes)
        return {};
    if (!total.unbounded.empty())
        return budget.least_bytes > total.max_bytes ? speaker.say(
                   "known.unbounded", {{"max", max}, {"why", why_unbounded(total, speaker)}})
                                                    : std::string{};
    return budget.least_bytes > total.most_at_one
               ? speaker.say("known.at_one", {{"most", speaker.bytes(total.most_at_one)}})
               : std::string{};
}

namespace {

std::string found_sentence(LedgerRow const& row, KindFound const& found, Speaker const& speaker)
{
    // "2 of 6" says more than "2" where there are several; the other party of a message is none
    // of the messages.
    auto const is_counted = row.profile.items > 1 && found.kind == row.category;
    std::string key = std::string{"known.sent"} + (is_counted ? ".of" : "");
    if (found.kind == "message_address")
        key = "known.sent.address";
    std::string out =
        speaker.count(key, found.items.size(),
                      {{"all", speaker.number(row.profile.items)},
                       {"receivers", found.endpoints.size() == 1
                                         ? printable(found.endpoints.front())
                                         : speaker.count("to_receivers", found.endpoints.size())},
                       {"times", speaker.count("times", found.occurrences)}});
    return out;
}

} // namespace

std::string known(LedgerRow const& row, Overview const& overview, Speaker const& speaker)
{
    std::vector<std::string> said;
    bool readable = false;
    for (auto const& found : row.found) {
        said.push_back(found_sentence(row, found, speaker));
        readable |= found.readable_on_the_way;
    }
    if (!row.found.empty())
        said.push_back(speaker.say(readable ? "known.readable" : "known.encrypted"));
    auto const& profile = row.profile;
    auto const searched = profile.items - std::min(profile.too_short, profile.items);
    if (row.proof != Proof::proven && row.proof != Proof::not_searched)
        said.push_back(
            speaker.count("known.none", searched, {{"open", speaker.bytes(overview.sent_opened)}}));
    if (row.proof == Proof::possible)
        said.push_back(
            speaker.say("known.closed", {{"closed", speaker.bytes(overview.sent_closed)}}));
    if (profile.too_short > 0)
        said.push_back(speaker.count("known.too_short", profile.too_short));
    for (auto const& found : row.inside)
        said.push_back(speaker.count("known.inside", found.items.size()));
    for (auto const& found : row.came)
        said.push_back(speaker.count("known.came", found.items.size()));
    std::string out;
    for (auto const& sentence : said)
        out += (out.empty() ? "" : " ") + sentence;
    return out;
}

} // namespace petze
