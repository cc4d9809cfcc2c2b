#include "report/comparison_render.h"
#include "report/comparison_words.h"
#include "report/json_records.h"
#include "report/state_json.h"

namespace petze {

namespace {

/// Writes a comparison's report.json; docs/comparison.schema.json says what each member means.
class ComparisonWriter {
public:
    ComparisonWriter(Comparison const& comparison, ComparisonWording const& wording,
                     ReportOptions const& options, std::string& out)
        : m_comparison(comparison)
        , m_wording(wording)
        , m_options(options)
        , m_json(out)
    {
    }

    void write()
    {
        m_json.begin_object();
        write_head(m_json, m_options, m_wording.speaker());
        m_json.key("answer");
        m_json.begin_object();
        m_json.member("sentence", std::string_view{m_wording.headline()});
        write_texts(m_json, "sentences", m_wording.sentences());
        write_texts(m_json, "shows", m_wording.shows());
        write_texts(m_json, "shows_not", m_wording.shows_not());
        write_texts(m_json, "remarks", m_wording.remarks());
        m_json.end_object();
        std::size_t number = 0;
        write_array(m_json, "states", m_comparison.states,
                    [&](PhoneState const& one) { state(one, m_comparison.counts[number++]); });
        write_array(m_json, "rows", m_comparison.rows, [&](ComparedRow const& one) { row(one); });
        m_json.end_object();
        m_json.end_line();
    }

private:
    void state(PhoneState const& one, StateCount const& count)
    {
        m_json.begin_object();
        m_json.member("name", std::string_view{one.name});
        m_json.member_if("report", one.report);
        m_json.member("hours", one.hours());
        m_json.member("profile", one.profile_given);
        m_json.member("payload_toserver", one.sent_bytes);
        m_json.member("opaque_toserver", one.closed_bytes);
        write_array(m_json, "captures", one.captures, [&](StateCapture const& capture) {
            m_json.begin_object();
            m_json.member("name", std::string_view{capture.name});
            m_json.member("packets", capture.packets);
            if (capture.packets > 0) {
                write_time(m_json, "start", capture.first_ns);
                write_time(m_json, "end", capture.last_ns);
            }
            m_json.member_if("sha256", capture.sha256);
            if (capture.clock)
                write_clock(m_json, *capture.clock);
            m_json.end_object();
        });
        if (&one != &m_comparison.states.front())
            write_count(count);
        m_json.end_object();
    }

    void write_count(StateCount const& count)
    {
        m_json.key("receivers");
        m_json.begin_object();
        m_json.member("in_first", count.in_first);
        m_json.member("persist", count.persist);
        m_json.member("vanished", count.vanished);
        m_json.member("not_comparable", count.not_comparable);
        m_json.member("new", count.appeared);
        m_json.member("perhaps_new", count.not_comparable_new);
        m_json.end_object();
    }

    void row(ComparedRow const& one)
    {
        m_json.begin_object();
        m_json.member("party", std::string_view{one.party});
        m_json.member_if("category", one.category);
        write_array(m_json, "states", one.cells,
                    [&](ComparedCell const& each) { cell(each, one.cells.front()); });
        m_json.end_object();
    }

    void cell(ComparedCell const& one, ComparedCell const& first)
    {
        m_json.begin_object();
        m_json.member("relation", name_of(one.relation));
        m_json.member("words", std::string_view{m_wording.relation(one, first)});
        m_json.member("visits", one.rate.count);
        if (one.rate.hours > 0) {
            m_json.member("per_hour", one.rate.per_hour);
            m_json.member("low", one.rate.low);
            m_json.member("high", one.rate.high);
        }
        if (&one != &first) {
            m_json.member("q", one.false_discovery_rate);
            m_json.member("differs", one.differs);
        }
        if (one.obstacle != Obstacle::none) {
            m_json.member("obstacle", name_of(one.obstacle));
            m_json.member("unseen", one.unseen);
            m_json.member("hours_needed", one.hours_needed);
        }
        write_texts(m_json, "endpoints", one.endpoints);
        m_json.member("connections", one.connections);
        write_sources(m_json, one.sources);
        m_json.end_object();
    }

    Comparison const& m_comparison;
    ComparisonWording const& m_wording;
    ReportOptions const& m_options;
    JsonWriter m_json;
};

} // namespace

std::string render_comparison_json(Comparison const& comparison, ReportOptions const& options)
{
    auto const zone = LocalTime::of(options.time_zone);
    auto const time = zone ? *zone : LocalTime::utc();
    Speaker const speaker{options.language, time};
    ComparisonWording const wording{comparison, speaker};
    std::string out;
    ComparisonWriter{comparison, wording, options, out}.write();
    return out;
}

} // namespace petze
