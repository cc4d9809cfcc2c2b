#pragma once

#include "conversation/flow_table.h"
#include "testing/packets.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// What the tests of TcpHalf and FlowTable share.
namespace petze::testing {

/// Remembers what a flow table tells, and where it breaks its promises.
class RecordingObserver : public ConversationObserver {
public:
    struct Told {
        FlowIdentity flow;
        FlowRecord record;
        std::string to_server, to_client; // "ab[3]c|": three bytes missing after ab; then the end
        std::vector<std::uint64_t> carried, now; // frames, for each call with data
        bool spoke{}, ended{};
        Stamp end;
    };

    std::unique_ptr<ConversationHandler> begin(FlowIdentity const& flow) override
    {
        auto& told = m_told[flow.id];
        if (told.spoke || told.ended)
            broken.push_back("begun twice");
        told.spoke = true;
        told.flow = flow;
        return std::make_unique<Handler>(*this, told);
    }

    void end(FlowIdentity const& flow, FlowRecord const& record, ConversationHandler* handler,
             Stamp const& now) override
    {
        auto& told = m_told[flow.id];
        if (told.ended)
            broken.push_back("ended twice");
        if ((handler != nullptr) != told.spoke)
            broken.push_back("ended without its handler");
        if (handler && !(told.to_server.ends_with('|') && told.to_client.ends_with('|')))
            broken.push_back("ended with an open side");
        told.flow = flow;
        told.record = record;
        told.ended = true;
        told.end = now;
        order.push_back(flow.id);
    }

    /// In the order in which they began.
    std::vector<Told> told() const
    {
        std::vector<Told> out;
        for (auto const& [id, one] : m_told)
            out.push_back(one);
        return out;
    }

    std::vector<std::uint64_t> order; // ids, as they ended
    std::vector<std::string> broken;  // promises
    bool reads_content = true;

private:
    class Handler : public ConversationHandler {
    public:
        Handler(RecordingObserver& observer, Told& told)
            : m_observer(observer)
            , m_told(told)
        {
        }
        void data(Direction direction, Bytes bytes, Stamp const& carried, Stamp const& now) override
        {
            if (bytes.empty())
                m_observer.broken.push_back("no data");
            add(direction, as_text(bytes));
            m_told.carried.push_back(carried.frame);
            m_told.now.push_back(now.frame);
        }
        void gap(Direction direction, std::uint64_t count, Stamp const&) override
        {
            if (count == 0)
                m_observer.broken.push_back("no gap");
            add(direction, "[" + std::to_string(count) + "]");
        }
        void finish(Direction direction, Stamp const&) override { add(direction, "|"); }
        void datagram(Direction direction, Bytes bytes, std::uint32_t missing,
                      Stamp const&) override
        {
            add(direction, "(" + std::string{as_text(bytes)}
                               + (missing > 0 ? "+" + std::to_string(missing) : "") + ")");
        }
        bool reads_content() const override { return m_observer.reads_content; }

    private:
        void add(Direction direction, std::string_view what)
        {
            auto& side = direction == Direction::to_server ? m_told.to_server : m_told.to_client;
            if (side.ends_with('|'))
                m_observer.broken.push_back("something after the end");
            side += what;
        }

        RecordingObserver& m_observer;
        Told& m_told;
    };

    std::map<std::uint64_t, Told> m_told;
};

enum class Side { client, server };

/// One packet of a conversation, sequence numbers counted from the two SYNs.
struct Line {
    Side side{};
    unsigned flags{};
    std::uint32_t sequence{};
    std::string_view text{};
    std::uint32_t acknowledged{};
    std::uint32_t missing{};
    std::int64_t time_ms{};
};

/// Makes the packets of a conversation, as the reader does, and hands them to a flow table.
class Talk {
public:
    struct Setting {
        std::string_view client = "10.0.0.1", server = "192.0.2.1";
        std::uint16_t client_port = 40000, server_port = 80;
        std::uint8_t protocol = protocol::tcp;
        std::uint32_t client_initial = 1000, server_initial = 5000;
    };

    Talk(FlowTable& table, Setting const& setting)
        : m_table(table)
        , m_setting(setting)
    {
    }

    void take(Line const& line)
    {
        auto const packet = make(line);
        m_table.take(packet, 0);
    }
    void take(std::span<Line const> lines)
    {
        for (auto const& line : lines)
            take(line);
    }

    Packet make(Line const& line)
    {
        bool const sent = line.side == Side::client;
        FlowIdentity flow;
        flow.source = Address::parse(m_setting.client).value();
        flow.destination = Address::parse(m_setting.server).value();
        flow.source_port = m_setting.client_port;
        flow.destination_port = m_setting.server_port;
        flow.protocol = m_setting.protocol;
        Packet out;
        out.key = FlowKey::of(flow);
        out.hash = out.key.hash();
        out.from_low = (out.key.low == flow.source && out.key.low_port == flow.source_port) == sent;
        out.frame = ++frame;
        out.time_ns = line.time_ms * 1'000'000;
        out.payload = as_bytes(line.text);
        out.payload_missing = line.missing;
        out.wire_length = static_cast<std::uint32_t>(54 + line.text.size()) + line.missing;
        out.sequence = line.sequence + (sent ? m_setting.client_initial : m_setting.server_initial);
        out.acknowledged =
            line.acknowledged + (sent ? m_setting.server_initial : m_setting.client_initial);
        out.tcp_flags = static_cast<std::uint8_t>(line.flags);
        return out;
    }

    std::uint64_t frame = 0; // of the last packet

private:
    FlowTable& m_table;
    Setting m_setting;
};

} // namespace petze::testing
