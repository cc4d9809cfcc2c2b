#include "run/shard.h"

#include "conversation/burst_meter.h"
#include "find/search/searcher.h"
#include "run/finders.h"

#include <functional>
#include <memory>
#include <string>
#include <tuple>

namespace petze {

/// A conversation's layers and its search, and the events they make.
class Shard::Conversation : public ConversationHandler {
public:
    Conversation(Shard& shard, FlowIdentity const& flow)
        : m_shard(shard)
        , m_flow(flow)
        , m_messages([this](Message&& message) { tell(std::move(message)); })
        , m_findings([this](Finding&& finding) {
            m_shard.m_events->push_back({m_now, m_flow, std::move(finding)});
        })
        , m_uploads([this](UploadPiece&& piece) {
            m_has_uploads = true;
            m_shard.m_events->push_back({m_now, m_flow, std::move(piece)});
        })
        , m_connection_ids([this](Direction direction, Bytes id) { learn_id(direction, id); })
        , m_bursts(shard.m_setting.least_burst > 0
                       ? std::make_unique<BurstMeter>(shard.m_setting.least_burst)
                       : nullptr)
        , m_finders(shard.m_setting, shard.m_scratch.get(), shard.m_tally, shard.m_held, m_findings)
        , m_dissector(flow, m_finders.fields(), m_messages, shard.m_tally, shard.m_held,
                      dissector_setting())
    {
    }

    void data(Direction direction, Bytes bytes, Stamp const& carried, Stamp const& now) override
    {
        m_now = now;
        measure(direction, bytes.size());
        m_dissector.data(direction, bytes, carried, now);
    }
    void gap(Direction direction, std::uint64_t count, Stamp const& now) override
    {
        m_now = now;
        measure(direction, count);
        m_dissector.gap(direction, count, now);
    }
    void finish(Direction direction, Stamp const& now) override
    {
        m_now = now;
        m_dissector.finish(direction, now);
    }
    void datagram(Direction direction, Bytes bytes, std::uint32_t missing,
                  Stamp const& now) override
    {
        m_now = now;
        measure(direction, bytes.size() + missing);
        m_dissector.datagram(direction, bytes, missing, now);
    }
    bool reads_content() const override { return m_dissector.reads_content(); }

    void complete(FlowEnd& end)
    {
        end.record.app_proto = m_dissector.app_proto();
        end.record.opened_to_server = m_dissector.opened(Direction::to_server);
        end.record.opened_to_client = m_dissector.opened(Direction::to_client);
        end.record.why_closed = m_dissector.why_closed();
        end.record.decrypted_to_server = m_dissector.decrypted(Direction::to_server);
        end.record.decrypted_to_client = m_dissector.decrypted(Direction::to_client);
        end.record.hostname = m_hostname;
        end.record.hostname_source = m_hostname_source;
        if (m_bursts) {
            end.record.bursts = m_bursts->finish();
            if (m_bursts->was_limited())
                m_shard.m_tally.count("evidence: limit of bursts");
        }
        end.findings = m_finders.counts();
        if (!end.findings.empty() || m_has_uploads)
            end.secrets = m_dissector.secrets();
    }

private:
    DissectorSetting dissector_setting()
    {
        auto setting = m_shard.m_setting.dissect;
        setting.uploads = m_shard.m_joins_uploads ? &m_uploads : nullptr;
        setting.connection_ids = m_shard.m_paths ? &m_connection_ids : nullptr;
        return setting;
    }

    void learn_id(Direction direction, Bytes id)
    {
        auto const owner = direction == Direction::to_client
                               ? QuicPaths::End{m_flow.destination, m_flow.destination_port}
                               : QuicPaths::End{m_flow.source, m_flow.source_port};
        m_shard.m_paths->learn(owner, id, FlowKey::of(m_flow), m_now.time_ns);
    }

    void measure(Direction direction, std::uint64_t bytes)
    {
        if (m_bursts)
            m_bursts->take(direction, bytes, m_now);
    }

    void tell(Message&& message)
    {
        if (auto const* http = std::get_if<HttpExchange>(&message))
            learn(http->hostname, "http");
        else if (auto const* tls = std::get_if<TlsConnection>(&message))
            learn(tls->sni, "tls");
        else if (auto const* quic = std::get_if<QuicConnection>(&message))
            learn(quic->sni, "quic");
        if (!m_shard.m_setting.wanted.has(type_of(message)))
            return;
        std::visit(
            [this](auto& body) {
                m_shard.m_events->push_back({m_now, m_flow, std::move(body)});
            },
            message);
    }

    // Host, else the name in a handshake, which need not be that of what is asked for inside.
    void learn(std::string const& name, std::string_view source)
    {
        auto const better = source == "http" && m_hostname_source != "http";
        if (name.empty() || (!m_hostname.empty() && !better))
            return;
        m_hostname = name;
        m_hostname_source = source;
    }

    Shard& m_shard;
    FlowIdentity m_flow;
    Stamp m_now;
    std::string m_hostname;
    std::string_view m_hostname_source;
    std::function<void(Message&&)> m_messages;
    std::function<void(Finding&&)> m_findings;
    std::function<void(UploadPiece&&)> m_uploads;
    std::function<void(Direction, Bytes)> m_connection_ids;
    std::unique_ptr<BurstMeter> m_bursts; // where there are photos to compare with
    bool m_has_uploads = false;           // of which something may be found that is not told yet
    Finders m_finders;
    ConversationDissector m_dissector;
};

namespace {

void prefetch(Packet const& packet)
{
    auto const* const bytes = reinterpret_cast<char const*>(&packet);
    for (std::size_t line = 0; line < sizeof(Packet); line += 64)
        __builtin_prefetch(bytes + line);
}

} // namespace

Shard::Shard(std::size_t number, ShardSetting const& setting)
    : m_number(number)
    , m_setting(setting)
    , m_scratch(setting.searcher ? std::make_unique<SearchScratch>() : nullptr)
    , m_held{setting.held_content}
    , m_flows(*this, m_tally, number, setting.bounds)
{
    m_setting.patterns &= setting.wanted.has(EventType::finding);
    m_joins_uploads =
        m_setting.wanted.has(EventType::finding) && (m_setting.searcher || m_setting.patterns);
    m_setting.dissect.tells_dns = setting.wanted.has(EventType::dns);
    m_setting.dissect.hashes =
        setting.wanted.has(EventType::http) || setting.wanted.has(EventType::fileinfo);
    if (setting.has_keys())
        m_paths.emplace(m_tally, limits::quic_roaming_ids_opened);
    if (number == 0 && setting.searcher && setting.searcher->digests().limited())
        m_tally.count("search: limit hashes"); // once for a run
}

Shard::~Shard() = default;

void Shard::run(Batch& batch)
{
    m_events = &batch.events[m_number];
    auto tick = batch.ticks.begin();
    auto const tick_until = [&](std::size_t position) {
        for (; tick != batch.ticks.end() && tick->position <= position; ++tick)
            m_flows.tick(tick->stamp);
    };
    // What comes soon is fetched while what is here is worked on: nearly every packet belongs to
    // another conversation, whose memory is far away. Each step needs what the one before fetched.
    constexpr std::size_t to_packet = 24, to_bucket = 16, to_flow = 8, to_handler = 3;
    auto const& mine = batch.by_shard[m_number];
    auto const packet_at = [&](std::size_t i) -> Packet const& { return batch.packets[mine[i]]; };
    for (std::size_t i = 0; i < mine.size(); ++i) {
        if (i + to_packet < mine.size())
            prefetch(packet_at(i + to_packet));
        if (i + to_bucket < mine.size())
            m_flows.prefetch_bucket(packet_at(i + to_bucket));
        if (i + to_flow < mine.size())
            m_flows.prefetch_flow(packet_at(i + to_flow));
        if (i + to_handler < mine.size())
            m_flows.prefetch_handler(packet_at(i + to_handler));
        tick_until(mine[i]);
        if (m_paths)
            m_paths->follow(batch.packets[mine[i]]);
        m_flows.take(batch.packets[mine[i]], batch.capture);
    }
    tick_until(batch.packets.size());
    if (batch.last)
        m_flows.finish(batch.end);
}

std::size_t shard_of(Packet const& packet, bool by_server)
{
    auto const& key = packet.key;
    auto const& [port, address] = key.low_port < key.high_port ? std::tie(key.low_port, key.low)
                                                               : std::tie(key.high_port, key.high);
    constexpr std::uint16_t dns = 53; // one server has most of that
    if (!by_server || key.protocol != protocol::udp || port == dns)
        return packet.hash % limits::shards;
    return FlowKey{address, address, port, port, key.protocol}.hash() % limits::shards;
}

std::unique_ptr<ConversationHandler> Shard::begin(FlowIdentity const& flow)
{
    return std::make_unique<Conversation>(*this, flow);
}

void Shard::end(FlowIdentity const& flow, FlowRecord const& record, ConversationHandler* handler,
                Stamp const& now)
{
    FlowEnd told{record, {}};
    if (handler)
        static_cast<Conversation&>(*handler).complete(told);
    m_events->push_back({now, flow, std::move(told)});
}

} // namespace petze
