#include "run/answer_builder.h"

#include "base/digest.h"
#include "base/limits.h"
#include "base/text.h"
#include "find/search/searcher.h"
#include "judge/behaviour.h"
#include "report/overview.h"
#include "report/party.h"
#include "report/slice_writer.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace petze {

namespace {

template<typename Value>
std::vector<Value> in_order(std::vector<Value> values, std::vector<std::size_t> const& order)
{
    std::vector<Value> out;
    out.reserve(values.size());
    for (auto const at : order)
        if (at < values.size())
            out.push_back(std::move(values[at]));
    return out;
}

} // namespace

AnswerBuilder::AnswerBuilder(Searcher const* searcher)
    : m_contacts(searcher ? searcher->profile().apps : std::vector<std::string>{})
{
    if (searcher)
        describe_profile(*searcher);
}

void AnswerBuilder::describe_profile(Searcher const& searcher)
{
    auto const& profile = searcher.profile();
    m_answer.profile_given = true;
    m_answer.device_name = profile.device_name;
    m_answer.consent_backups = profile.consent_backups;
    m_answer.consent_services = profile.consent_services;
    for (auto const& period : profile.activities)
        m_answer.activities.push_back({period.from_ns, period.to_ns, period.what});
    for (auto const& row : searcher.needles().rows)
        m_answer.profile.push_back(
            {row.category, row.items, row.too_short, row.smallest_bytes, row.largest_bytes});
    for (auto const& photo : profile.photos)
        m_photos.emplace(to_hex(sha256(photo.bytes)), photo.item);
}

void AnswerBuilder::take(Event const& event, EndpointId const& endpoint)
{
    if (auto const* finding = std::get_if<Finding>(&event.body))
        take(event, *finding);
    else if (auto const* file = std::get_if<FileInfo>(&event.body))
        take(event, *file);
    else if (auto const* exchange = std::get_if<HttpExchange>(&event.body)) {
        m_contacts.exchanged(event.flow, *exchange);
        m_clocks.answered(event.stamp, *exchange);
    } else if (auto const* end = std::get_if<FlowEnd>(&event.body))
        take(event, *end, endpoint);
}

void AnswerBuilder::take(Event const& event, Finding const& finding)
{
    m_contacts.found(event.flow, finding, event.stamp.time_ns);
    Evidence evidence;
    evidence.stamp = event.stamp;
    evidence.finding = finding;
    evidence.flow = event.flow;
    evidence.encrypted = was_encrypted(finding.path);
    m_answer.evidence.push_back(std::move(evidence));
    auto& flow = m_flows[event.flow.id];
    flow.wanted.flow = event.flow;
    flow.has_findings = true;
}

void AnswerBuilder::take(Event const& event, FileInfo const& file)
{
    if (m_answer.files.size() >= limits::stored_files) {
        m_answer.stats.unread.count("report: limit of files listed");
        return;
    }
    SentFile sent{event.stamp, file, {}, {}};
    if (auto const photo = m_photos.find(file.sha256); photo != m_photos.end())
        sent.item = photo->second;
    m_answer.files.push_back(std::move(sent));
    m_file_flows.push_back(event.flow.id);
    m_file_endpoints[event.flow.id];
}

void AnswerBuilder::take(Event const& event, FlowEnd const& end, EndpointId const& endpoint)
{
    auto const& record = end.record;
    if (end.more_findings)
        m_flows.try_emplace(event.flow.id);
    m_contacts.ended(event.flow, record, endpoint.text());
    if (auto const found = m_flows.find(event.flow.id); found != m_flows.end()) {
        auto& flow = found->second;
        flow.endpoint = endpoint.text();
        flow.wanted = {event.flow, record.first_capture, record.last_capture, record.first_frame,
                       record.last_frame};
        flow.secrets = end.secrets;
        for (auto const& [item, count] : end.findings)
            flow.occurrences[item] = count;
    }
    if (auto const file = m_file_endpoints.find(event.flow.id); file != m_file_endpoints.end())
        file->second = endpoint.text();
    if (event.flow.destination.is_private() || event.flow.destination.is_multicast())
        return;
    if (m_answer.timeline.size() >= limits::timeline_flows) {
        ++m_answer.timeline_left_out;
        return;
    }
    m_answer.timeline.push_back({endpoint.text(), record.start_ns, record.end_ns,
                                 record.to_server.bytes, record.to_client.bytes, record.app_proto});
}

std::vector<WantedFlow> AnswerBuilder::wanted_flows() const
{
    std::vector<WantedFlow> out;
    out.reserve(m_flows.size());
    for (auto const& [id, flow] : m_flows)
        if (flow.has_findings)
            out.push_back(flow.wanted);
    return out;
}

// Where the phone was the one who was called, the other side is the endpoint.
void AnswerBuilder::settle_evidence(Device const& device, SliceWriter* writer)
{
    auto const of_others = [&](Evidence const& evidence) {
        return !device.is(evidence.flow.source) && !device.is(evidence.flow.destination);
    };
    std::erase_if(m_answer.evidence, of_others);
    std::uint32_t number = 0;
    for (auto& evidence : m_answer.evidence) {
        auto const& flow = m_flows.at(evidence.flow.id);
        bool const called = !device.is(evidence.flow.source);
        evidence.number = ++number;
        evidence.endpoint = called ? evidence.flow.source.text() : flow.endpoint;
        if (called)
            evidence.finding.direction = opposite(evidence.finding.direction);
        if (auto const count = flow.occurrences.find(evidence.finding.item);
            count != flow.occurrences.end())
            evidence.occurrences = count->second;
        if (writer)
            evidence.slice = writer->open(
                evidence.flow.id, "Cut out by Petze: the conversation with " + evidence.endpoint,
                flow.secrets);
    }
}

// Those who got the gravest data first, then by what was sent.
void AnswerBuilder::sort_endpoints()
{
    std::map<std::string, std::size_t> gravest;
    for (auto const& evidence : m_answer.evidence) {
        if (evidence.finding.direction != Direction::to_server)
            continue;
        auto const grave = gravity(evidence.finding.category);
        auto const [found, fresh] = gravest.try_emplace(evidence.endpoint, grave);
        if (!fresh)
            found->second = std::min(found->second, grave);
    }
    auto const rank = [&](Endpoint const& endpoint) {
        auto const found = gravest.find(endpoint.id);
        // What stays in the phone's own network has not left.
        auto const grave = found == gravest.end() || endpoint.local
                               ? std::numeric_limits<std::size_t>::max()
                               : found->second;
        return std::tuple{grave, ~endpoint.bytes_to_server, std::string_view{endpoint.id}};
    };
    std::vector<std::size_t> order(m_answer.endpoints.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return rank(m_answer.endpoints[a]) < rank(m_answer.endpoints[b]);
    });
    m_answer.endpoints = in_order(std::move(m_answer.endpoints), order);
    m_answer.judgements = in_order(std::move(m_answer.judgements), order);
    m_answer.contacts = in_order(std::move(m_answer.contacts), order);
}

Answer AnswerBuilder::finish(Joiner::Result&& result, SliceWriter* writer)
{
    for (auto const& address : result.device.addresses)
        m_answer.device_addresses.push_back(address.text());
    m_answer.device_guessed = result.device.guessed;
    m_answer.endpoints = std::move(result.endpoints);
    m_answer.judgements = std::move(result.judgements);
    m_answer.total = std::move(result.total);
    m_answer.moments = std::move(result.moments);
    m_answer.contacts = m_contacts.of(result.device, m_answer.endpoints);
    if (m_contacts.was_full())
        m_answer.stats.unread.count(contacts_cut);
    m_answer.stats.unread.merge(result.stats.unread);
    auto const unread = std::move(m_answer.stats.unread);
    m_answer.stats = std::move(result.stats);
    m_answer.stats.unread = unread;
    settle_evidence(result.device, writer);
    for (std::size_t i = 0; i < m_answer.files.size(); ++i)
        m_answer.files[i].endpoint = m_file_endpoints[m_file_flows[i]];
    sort_endpoints();
    std::stable_sort(
        m_answer.timeline.begin(), m_answer.timeline.end(),
        [](TimelineFlow const& a, TimelineFlow const& b) { return a.start_ns < b.start_ns; });
    return std::move(m_answer);
}

} // namespace petze
