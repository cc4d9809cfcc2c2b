#include "report/script_evidence.h"

#include "report/words.h"

#include <vector>

namespace petze::page {

namespace {

/// Each text once, told by its place in a list.
class Places {
public:
    std::size_t of(std::string const& text)
    {
        auto const [place, is_new] = m_places.try_emplace(text, m_order.size());
        if (is_new)
            m_order.push_back(text);
        return place->second;
    }
    std::vector<std::string> const& order() const { return m_order; }

private:
    std::map<std::string, std::size_t> m_places;
    std::vector<std::string> m_order;
};

class EvidenceData {
public:
    EvidenceData(JsonWriter& json, Answer const& answer,
                 std::map<std::string, std::size_t> const& endpoints)
        : m_json(json)
        , m_answer(answer)
        , m_endpoints(endpoints)
    {
    }

    void write()
    {
        array("evidence", [&] {
            for (auto const& one : m_answer.evidence)
                row(one);
        });
        flows();
        array("items", [&] {
            for (auto const& one : m_items.order()) {
                auto const split = one.find('\n');
                auto const item = std::string_view{one}.substr(split + 1);
                write_words(m_json, item_words(item, std::string_view{one}.substr(0, split)), item);
            }
        });
        array("steps", [&] {
            for (auto const& step : m_steps.order())
                write_words(m_json, step_words(step), step);
        });
        list("values", m_values);
        list("slices", m_slices);
        list("bytes", m_bytes);
        list("hosts", m_hosts);
        list("addresses", m_addresses);
    }

private:
    template<std::size_t size, typename Each>
    void array(char const (&name)[size], Each each)
    {
        m_json.key(name);
        m_json.begin_array();
        each();
        m_json.end_array();
    }
    template<std::size_t size>
    void list(char const (&name)[size], Places const& places)
    {
        array(name, [&] {
            for (auto const& one : places.order())
                m_json.text(printable(one));
        });
    }

    // By place; report.js names them in the same order.
    void row(Evidence const& one)
    {
        auto const& finding = one.finding;
        m_json.begin_array();
        m_json.value(m_items.of(finding.category + "\n" + finding.item));
        m_json.value(endpoint_of(one.endpoint));
        m_json.value(static_cast<int>(finding.match));
        m_json.value(finding.direction == Direction::to_client ? 1 : 0);
        path(finding.path);
        frames(finding.frames);
        m_json.value(one.stamp.capture);
        m_json.value(microseconds(one.stamp.time_ns) - microseconds(m_answer.first_ns));
        m_json.value(one.occurrences);
        m_json.value(m_values.of(finding.value));
        m_json.value(one.encrypted ? 1 : 0);
        m_json.value(m_slices.of(one.slice));
        m_json.value(flow_of(one.flow));
        m_json.value(m_hosts.of(finding.hostname));
        written(one);
        m_json.end_array();
    }

    // How it stood there: layer, offset, length, hex; nothing where it has no place.
    void written(Evidence const& one)
    {
        m_json.begin_array();
        if (auto const& place = one.finding.written) {
            m_json.value(place->layer);
            m_json.value(place->offset);
            m_json.value(place->length);
            m_json.value(m_bytes.of(one.hex));
        }
        m_json.end_array();
    }

    std::int64_t endpoint_of(std::string const& id) const
    {
        auto const place = m_endpoints.find(id);
        return place == m_endpoints.end() ? -1 : static_cast<std::int64_t>(place->second);
    }

    void path(std::vector<std::string> const& path)
    {
        m_json.begin_array();
        for (auto const& step : path)
            m_json.value(m_steps.of(step));
        m_json.end_array();
    }

    void frames(std::vector<FrameRange> const& ranges)
    {
        m_json.begin_array();
        for (auto const& range : ranges) {
            m_json.value(range.capture);
            m_json.value(range.first);
            m_json.value(range.last);
        }
        m_json.end_array();
    }

    std::size_t flow_of(FlowIdentity const& flow)
    {
        auto const [place, is_new] = m_flow_places.try_emplace(flow.id, m_flows.size());
        if (is_new)
            m_flows.push_back(&flow);
        return place->second;
    }

    void side(Address const& address, FlowIdentity const& flow, std::uint16_t port)
    {
        m_json.value(m_addresses.of(address.is_v4() ? address.text() : "[" + address.text() + "]"));
        m_json.value(flow.has_ports() ? int{port} : -1);
    }

    void flows()
    {
        array("flows", [&] {
            for (auto const* flow : m_flows) {
                m_json.begin_array();
                m_json.text(protocol_name(flow->protocol));
                side(flow->source, *flow, flow->source_port);
                side(flow->destination, *flow, flow->destination_port);
                m_json.end_array();
            }
        });
    }

    JsonWriter& m_json;
    Answer const& m_answer;
    std::map<std::string, std::size_t> const& m_endpoints;
    Places m_items, m_steps, m_values, m_slices, m_bytes, m_hosts, m_addresses;
    std::map<std::uint64_t, std::size_t> m_flow_places;
    std::vector<FlowIdentity const*> m_flows;
};

} // namespace

void write_script_evidence(JsonWriter& json, Answer const& answer,
                           std::map<std::string, std::size_t> const& endpoints)
{
    EvidenceData{json, answer, endpoints}.write();
}

void write_words(JsonWriter& json, Words const& said, std::string_view raw)
{
    json.begin_array();
    json.text(said.key);
    json.text(printable(said.argument));
    json.text(printable(raw));
    json.end_array();
}

} // namespace petze::page
