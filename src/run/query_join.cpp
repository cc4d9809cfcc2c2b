#include "run/query_join.h"

#include "base/limits.h"
#include "base/text.h"
#include "dissect/coding/coding.h"
#include "dissect/content/content.h"
#include "dissect/content/layers.h"
#include "dissect/dns/query_series.h"
#include "find/pattern/learned.h"
#include "identify/operator/domain.h"
#include "run/finders.h"

#include <algorithm>
#include <array>
#include <deque>
#include <utility>

namespace petze {

namespace {

/// How names may write bytes, and how many characters of it stand for whole bytes.
struct Alphabet {
    Coding coding;
    std::string_view characters;
    std::size_t group;
};
constexpr Alphabet alphabets[] = {
    {Coding::hex, "0123456789abcdefABCDEF", 2},
    {Coding::base32, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ234567=", 8},
    {Coding::base64, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=", 4},
};

// A series begins with a name that holds as much as this; others may follow.
constexpr std::size_t least_data = 12;
// Of names that are words there are few digits.
constexpr std::size_t characters_for_each_digit = 16;

std::string key_of(FlowIdentity const& flow, std::string const& domain)
{
    return flow.source.text() + '\n' + domain;
}

std::size_t digits_in(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_digit));
}

// Text in base32 has few digits as well; words, undone, are no text.
bool is_text(std::vector<std::string> const& parts)
{
    std::string all;
    for (auto const& part : parts)
        all += part;
    return !all.empty() && content::is_text(as_bytes(all));
}

/// Everything that comes out while one text after the other is handed over belongs to the last.
std::vector<std::string> decoded(std::vector<std::string_view> const& texts, Coding coding)
{
    std::vector<std::string> out(texts.size());
    auto const decoder = make_decoder(coding);
    std::array<std::uint8_t, 512> room{};
    for (std::size_t i = 0; i < texts.size(); ++i) {
        auto in = as_bytes(texts[i]);
        while (!in.empty()) {
            auto const step = decoder->decode(in, room);
            out[i] += as_text(Bytes{room}.first(step.made));
            in = in.subspan(step.taken);
            if (step.state != Decoder::State::more)
                return out;
            if (step.taken == 0 && step.made == 0)
                break;
        }
    }
    if (!out.empty())
        out.back() += as_text(Bytes{room}.first(decoder->finish(room)));
    return out;
}

} // namespace

QueryJoin::QueryJoin(ShardSetting const& setting, SearchScratch* scratch, Tally& tally,
                     std::function<void(Event&&)>& tell)
    : m_setting(setting)
    , m_scratch(scratch)
    , m_tally(tally)
    , m_tell(tell)
{
}

QueryJoin::Series* QueryJoin::find(std::string const& key)
{
    auto const at = m_by_key.find(key);
    if (at == m_by_key.end())
        return nullptr;
    m_series.splice(m_series.begin(), m_series, at->second);
    return &*at->second;
}

QueryJoin::Series& QueryJoin::make(std::string key)
{
    auto& series = m_series.emplace_front();
    series.key = std::move(key);
    m_by_key[series.key] = m_series.begin();
    return series;
}

void QueryJoin::take(Event const& event, UploadPiece&& piece)
{
    auto const host = lower(piece.key);
    auto const domain = registrable_domain(host);
    if (domain.empty() || !host.ends_with(domain) || host.size() <= domain.size() + 1)
        return;
    auto labels = piece.key.substr(0, host.size() - domain.size() - 1);
    auto const key = key_of(event.flow, domain);
    auto* series = find(key);
    auto const dots = static_cast<std::size_t>(std::count(labels.begin(), labels.end(), '.'));
    bool const is_long = labels.size() - dots >= least_data;
    if (!series && !is_long)
        return;
    if (!series) {
        while (m_series.size() >= limits::query_series)
            search_oldest(event.stamp);
        series = &make(key);
        series->domain = domain;
        series->path = std::move(piece.path);
    }
    if (series->queries.size() >= limits::query_series_names) {
        m_tally.count("dns: limit query_series_names");
        search(*series, event.stamp);
    }
    if (!series->seen.insert(labels).second)
        return; // asked again, or for another kind of record
    if (is_long)
        m_flows.insert(event.flow.id);
    auto const size = sizeof(Query) + 2 * labels.size();
    series->bytes += size;
    m_bytes += size;
    series->queries.push_back({std::move(labels), piece.carried, event.flow});
    while (m_bytes > limits::query_series_bytes && !m_series.empty()) {
        m_tally.count("dns: limit query_series_bytes");
        search_oldest(event.stamp);
    }
}

void QueryJoin::note(Event const& event)
{
    auto const& finding = std::get<Finding>(event.body);
    bool const is_of_name =
        std::any_of(finding.path.begin(), finding.path.end(),
                    [](std::string const& step) { return step.starts_with("dns:query"); });
    if (!is_of_name || finding.direction != Direction::to_server)
        return;
    auto const series = m_by_key.find(key_of(event.flow, registrable_domain(finding.hostname)));
    if (series != m_by_key.end() && series->second->told.size() < limits::upload_findings)
        series->second->told.insert(finding.subject());
}

bool QueryJoin::outlives(std::uint64_t flow)
{
    if (m_flows.erase(flow) == 0)
        return false;
    if (++m_outlived <= limits::query_series_flows)
        return true;
    m_tally.count("evidence: limit query_series_flows");
    return false;
}

void QueryJoin::search_oldest(Stamp const& now)
{
    auto& oldest = m_series.back();
    search(oldest, now);
    m_by_key.erase(oldest.key);
    m_series.pop_back();
}

void QueryJoin::finish(Stamp const& now)
{
    while (!m_series.empty())
        search_oldest(now);
}

void QueryJoin::search(Series& series, Stamp const& now)
{
    std::vector<std::string> names;
    names.reserve(series.queries.size());
    for (auto const& query : series.queries)
        names.push_back(query.labels);
    auto const data = dns::data_in_names(names);
    std::vector<std::string_view> texts;
    std::string all;
    Reading plain;
    for (auto const& [name, text] : data) {
        texts.push_back(text);
        all += text;
        plain.push_back({text, &series.queries[name]});
    }
    bool const is_data =
        all.size() > least_data && digits_in(all) * characters_for_each_digit >= all.size();
    for (auto const& alphabet : alphabets) {
        if (all.size() <= least_data || all.find_first_not_of(alphabet.characters) != npos)
            continue;
        auto const search_decoded = [&](std::vector<std::string>&& parts) {
            if (!is_data && !is_text(parts))
                return;
            auto reading = plain;
            for (std::size_t i = 0; i < reading.size(); ++i)
                reading[i].bytes = std::move(parts[i]);
            search_as(series, reading, name_of(alphabet.coding), now);
        };
        search_decoded(decoded(texts, alphabet.coding));
        // Each may have been written by itself.
        bool differs = false;
        std::vector<std::string> parts;
        for (auto const text : texts) {
            parts.push_back(undo(alphabet.coding, text));
            differs |= parts.size() < texts.size() && text.size() % alphabet.group != 0;
        }
        if (differs)
            search_decoded(std::move(parts));
    }
    // Last: what is decoded here has its places exactly.
    if (is_data)
        search_as(series, plain, {}, now);
    m_bytes -= series.bytes;
    series.bytes = 0;
    series.queries.clear();
    series.seen.clear();
}

void QueryJoin::search_as(Series& series, Reading const& reading, std::string_view coding,
                          Stamp const& now)
{
    std::string const joined = std::string{"upload:"}.append(dns::query_scheme);
    std::deque<Origin> origins;
    auto const add = [&](std::string_view step) {
        origins.push_back({origins.empty() ? nullptr : &origins.back(), step});
    };
    for (auto const& step : series.path)
        add(step);
    add(joined);
    if (!coding.empty())
        add(coding);
    std::function<void(Finding &&)> findings = [&](Finding&& finding) {
        tell(series, std::move(finding), now);
    };
    std::function<void(Message &&)> messages = [](Message&&) {};
    HeldContent held{m_setting.held_content};
    Finders finders{m_setting, m_scratch, m_tally, held, findings};
    LayerContext layers{
        .fields = finders.fields(), .messages = messages, .tally = m_tally, .held = held};
    layers.payload_keys = m_setting.dissect.payload_keys;
    layers.tells_dns = false;
    layers.now = now;
    auto const content = make_content_dissector({.content_type = {},
                                                 .content_encoding = {},
                                                 .filename = {},
                                                 .parent = &origins.back(),
                                                 .context = {Direction::to_server, series.domain}},
                                                layers);
    for (auto const& part : reading) {
        layers.data = part.query->carried;
        if (!part.bytes.empty())
            content->take(as_bytes(part.bytes));
    }
    content->finish();
}

/// The queries between the first and the last that carried it are named, each by itself.
void QueryJoin::tell(Series& series, Finding&& finding, Stamp const& now)
{
    if (pattern::sighting_of(finding) || finding.frames.empty()
        || series.told.size() >= limits::upload_findings
        || !series.told.insert(finding.subject()).second)
        return;
    auto range = finding.frames.front();
    range.last = std::max(range.last, finding.frames.back().last);
    if (range.last < range.first)
        std::swap(range.first, range.last);
    Query const* last = nullptr;
    std::vector<FrameRange> frames;
    for (auto const& query : series.queries) {
        auto const& carried = query.carried;
        bool const is_inside = carried.capture == range.capture && carried.frame >= range.first
                               && carried.frame <= range.last;
        if (!is_inside || frames.size() >= limits::upload_flows)
            continue;
        frames.push_back(frames_of(carried));
        last = &query;
        auto& flows = finding.flow_ids;
        if (std::find(flows.begin(), flows.end(), query.flow.id) == flows.end())
            flows.push_back(query.flow.id);
    }
    if (!last)
        return;
    if (finding.flow_ids.size() < 2)
        finding.flow_ids.clear();
    finding.frames = std::move(frames);
    m_tell({now, last->flow, std::move(finding)});
}

} // namespace petze
