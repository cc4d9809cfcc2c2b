#include "report/json_records.h"
#include "report/presentable.h"
#include "report/render.h"
#include "report/state_json.h"
#include "report/windows.h"
#include "report/wording.h"
#include "report/words.h"

namespace petze {

namespace {

/// Writes report.json; docs/report.schema.json says what each member means.
class ReportWriter {
public:
    ReportWriter(Answer const& answer, Overview const& overview, Wording const& wording,
                 ReportOptions const& options, std::string& out)
        : m_answer(answer)
        , m_overview(overview)
        , m_wording(wording)
        , m_options(options)
        , m_json(out)
    {
    }

    void write()
    {
        m_json.begin_object();
        write_head(m_json, m_options, m_wording.speaker());
        said();
        device();
        captures();
        profile();
        windows();
        endpoints();
        write_array(m_json, "evidence", m_answer.evidence,
                    [this](Evidence const& one) { write_evidence(m_json, one); });
        write_array(m_json, "files", m_answer.files,
                    [this](SentFile const& one) { write_file(m_json, one); });
        stats();
        m_json.end_object();
        m_json.end_line();
    }

private:
    void said()
    {
        m_json.key("answer");
        m_json.begin_object();
        m_json.member("sentence", std::string_view{m_wording.headline()});
        write_array(m_json, "short", m_wording.short_answers(),
                    [this](Wording::ShortAnswer const& one) {
                        m_json.begin_object();
                        m_json.member("question", std::string_view{one.question});
                        m_json.member("answer", std::string_view{one.rest.empty()
                                                                     ? one.head
                                                                     : one.head + " " + one.rest});
                        m_json.end_object();
                    });
        write_texts(m_json, "would_change", m_wording.would_change());
        m_json.end_object();
    }

    void device()
    {
        m_json.key("device");
        m_json.begin_object();
        m_json.member_if("name", m_answer.device_name);
        write_texts(m_json, "addresses", m_answer.device_addresses);
        m_json.member("guessed", m_answer.device_guessed);
        m_json.end_object();
        if (m_answer.last_ns == 0)
            return;
        m_json.key("observed");
        m_json.begin_object();
        write_time(m_json, "start", m_answer.first_ns);
        write_time(m_json, "end", m_answer.last_ns);
        m_json.end_object();
    }

    void captures()
    {
        write_array(m_json, "captures", m_answer.captures, [this](CaptureSource const& capture) {
            m_json.begin_object();
            m_json.member("name", std::string_view{capture.name});
            m_json.member("packets", capture.packets);
            m_json.member("bytes", capture.bytes);
            if (capture.packets > 0) {
                write_time(m_json, "start", capture.first_ns);
                write_time(m_json, "end", capture.last_ns);
            }
            m_json.member_if("sha256", capture.sha256);
            m_json.member_if("comment", capture.comment);
            if (capture.clock)
                write_clock(m_json, *capture.clock);
            m_json.end_object();
        });
    }

    void kinds(char const* name, std::vector<KindFound> const& found)
    {
        m_json.key_token(name);
        m_json.begin_array();
        for (auto const& kind : found) {
            m_json.begin_object();
            m_json.member("kind", std::string_view{kind.kind});
            m_json.member("items", kind.items.size());
            m_json.member("occurrences", kind.occurrences);
            m_json.member("readable_on_the_way", kind.readable_on_the_way);
            write_texts(m_json, "endpoints", kind.endpoints);
            write_numbers(m_json, "evidence", kind.evidence);
            m_json.end_object();
        }
        m_json.end_array();
    }

    void category(LedgerRow const& row)
    {
        m_json.begin_object();
        m_json.member("category", std::string_view{row.category});
        m_json.member("state", name_of(row.proof));
        m_json.member("items", row.profile.items);
        m_json.member("too_short", row.profile.too_short);
        if (row.profile.largest_bytes > 0) {
            m_json.member("smallest_bytes", row.profile.smallest_bytes);
            m_json.member("largest_bytes", row.profile.largest_bytes);
        }
        kinds("sent", row.found);
        kinds("received", row.came);
        sizes(row);
        m_json.member("known", std::string_view{known(row, m_overview, m_wording.speaker())});
        m_json.end_object();
    }

    void sizes(LedgerRow const& row)
    {
        if (row.budget.items == 0)
            return;
        m_json.member("least_bytes", row.budget.least_bytes);
        m_json.member("excluded_items", row.budget.excluded);
        m_json.member_if("of_sizes", known_of_sizes(row, m_answer.total, m_wording.speaker()));
    }

    void total()
    {
        auto const& speaker = m_wording.speaker();
        m_json.key("budget");
        m_json.begin_object();
        m_json.member("max_bytes", m_answer.total.max_bytes);
        m_json.member("most_at_one", m_answer.total.most_at_one);
        write_array(m_json, "unbounded", m_answer.total.unbounded,
                    [&](std::string_view reason) { m_json.text(speaker.say(reason)); });
        m_json.member("assumption", std::string_view{speaker.say("ledger.assumption")});
        m_json.end_object();
    }

    void profile()
    {
        m_json.key("profile");
        m_json.begin_object();
        m_json.member("given", m_answer.profile_given);
        write_array(m_json, "categories", ledger(m_answer, m_overview),
                    [this](LedgerRow const& row) { category(row); });
        total();
        write_texts(m_json, "backups", m_answer.consent_backups);
        write_texts(m_json, "services", m_answer.consent_services);
        write_array(m_json, "activities", m_answer.activities, [this](Activity const& activity) {
            m_json.begin_object();
            write_time(m_json, "from", activity.from_ns);
            write_time(m_json, "to", activity.to_ns);
            m_json.member("what", std::string_view{activity.what});
            m_json.end_object();
        });
        m_json.end_object();
    }

    void windows()
    {
        auto const told = windows_of(m_answer);
        if (told.windows.empty() && told.after.empty())
            return;
        m_json.key("windows");
        m_json.begin_object();
        m_json.member("left_out", told.left_out);
        write_array(m_json, "told", told.windows, [this](Window const& one) {
            m_json.begin_object();
            window(one);
            m_json.end_object();
        });
        m_json.member("after_left_out", told.after_left_out);
        write_array(m_json, "after", told.after, [this](After const& one) { after(one); });
        m_json.end_object();
    }

    void after(After const& one)
    {
        m_json.begin_object();
        m_json.member("item", std::string_view{one.what.item});
        m_json.member("category", std::string_view{one.what.category});
        m_json.member("least_bytes", one.what.least_bytes);
        m_json.member("state", name_of(one.state));
        if (one.evidence > 0)
            m_json.member("evidence", one.evidence);
        window(one.window);
        m_json.end_object();
    }

    void window(Window const& one)
    {
        write_time(m_json, "from", one.from_ns);
        write_time(m_json, "to", one.to_ns);
        m_json.member("in_use", one.in_use);
        m_json.member_if("what", one.what);
        m_json.member("max_bytes", one.max_bytes);
        write_array(m_json, "receivers", one.receivers, [this](Window::Receiver const& receiver) {
            m_json.begin_object();
            m_json.member("endpoint", std::string_view{receiver.endpoint});
            m_json.member("max_bytes", receiver.max_bytes);
            m_json.end_object();
        });
        write_texts(m_json, "excluded", one.excluded);
        m_json.member("words", std::string_view{window_words(one, m_wording.speaker())});
    }

    void endpoints()
    {
        std::size_t number = 0;
        write_array(m_json, "endpoints", m_answer.endpoints, [&](Endpoint const& one) {
            auto const at = number++;
            auto const found = m_overview.by_endpoint.find(one.id);
            auto const is_found = found != m_overview.by_endpoint.end();
            write_endpoint(m_json, one,
                           is_found ? found->second.evidence : std::vector<std::uint32_t>{},
                           at < m_answer.judgements.size() ? &m_answer.judgements[at] : nullptr,
                           at < m_answer.contacts.size() ? &m_answer.contacts[at] : nullptr,
                           m_wording.speaker());
        });
    }

    void stats()
    {
        auto const& stats = m_answer.stats;
        m_json.key("stats");
        m_json.begin_object();
        m_json.member("packets", stats.packets);
        m_json.member("bytes", stats.bytes);
        m_json.member("flows", stats.flows);
        m_json.member("opened_bytes", stats.opened_bytes);
        m_json.member("closed_bytes", stats.closed_bytes);
        write_array(m_json, "closed", stats.closed, [this](ClosedBytes const& row) {
            m_json.begin_object();
            m_json.member("why_not", row.why);
            m_json.member("bytes", row.bytes);
            m_json.member("words", std::string_view{
                                       m_wording.speaker().say("closed." + std::string{row.why})});
            m_json.end_object();
        });
        m_json.member("secrets", stats.secrets);
        m_json.member("opened_flows", stats.opened_flows);
        m_json.member("other_devices_flows", stats.other_devices_flows);
        m_json.member("findings_not_told", stats.findings_not_told);
        write_array(m_json, "unread", stats.unread.rows(), [this](Tally::Row const& row) {
            m_json.begin_object();
            m_json.member("kind", std::string_view{row.kind});
            m_json.member("count", row.count);
            m_json.member("words", std::string_view{unread_words(m_wording.speaker(), row.kind)});
            m_json.end_object();
        });
        m_json.end_object();
    }

    Answer const& m_answer;
    Overview const& m_overview;
    Wording const& m_wording;
    ReportOptions const& m_options;
    JsonWriter m_json;
};

} // namespace

std::string render_json(Answer const& answer, ReportOptions const& options)
{
    auto const shown = presentable(answer, options);
    Overview const overview{shown};
    auto const zone = LocalTime::of(options.time_zone);
    auto const time = zone ? *zone : LocalTime::utc();
    Speaker const speaker{options.language, time};
    Wording const wording{shown, overview, speaker};
    std::string out;
    {
        ReportWriter writer{shown, overview, wording, options, out};
        writer.write();
    }
    return out;
}

} // namespace petze
