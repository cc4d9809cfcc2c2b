#include "report/attributed_words.h"
#include "report/json_writer.h"
#include "report/page_budget.h"
#include "report/script_evidence.h"
#include "report/words.h"

#include <algorithm>
#include <array>
#include <map>

namespace petze::page {

namespace {

constexpr std::size_t timeline_bins = 1440; // one a minute for a day; what zooming can show

/// What the script says by itself; the rest stands in the page in both languages.
bool is_for_script(std::string_view key)
{
    constexpr std::array<std::string_view, 25> families{
        "who.registry", "who.holder", "who.operator", "verdict.",    "script.",           "item.",
        "step.",        "match.",     "month.",       "date",        "evidence.",         "bytes",
        "card.",        "files.",     "row.",         "time.others", "time.phone_in_use", "times.",
        "findings.",    "drawer.",    "magic.",       "addresses.",  "in_connections.",   "proof.",
        "budget."};
    return std::any_of(families.begin(), families.end(),
                       [&](std::string_view family) { return key.starts_with(family); });
}

class DataWriter {
public:
    DataWriter(Content const& content, std::string& out)
        : m_content(content)
        , m_json(out)
        , m_speaker(content.options.language, content.time())
    {
    }

    void write()
    {
        m_json.begin_object();
        m_json.member("lang", code_of(m_content.options.language));
        m_json.member("zone", std::string_view{m_content.time().zone()});
        m_json.member("redact", m_content.options.redact);
        offsets();
        texts();
        endpoints();
        write_script_evidence(m_json, m_content.answer, m_endpoints);
        captures();
        files();
        timeline();
        budget();
        m_json.end_object();
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
    void text(std::string_view value) { m_json.text(printable(value)); }

    void offsets()
    {
        array("offsets", [&] {
            auto const& answer = m_content.answer;
            for (auto const& offset : m_content.time().offsets(answer.first_ns, answer.last_ns)) {
                m_json.begin_array();
                m_json.value(microseconds(offset.from_ns));
                m_json.value(offset.seconds);
                m_json.end_array();
            }
        });
    }

    void texts()
    {
        m_json.key("texts");
        m_json.begin_object();
        for (auto const language : {Language::english, Language::german}) {
            m_json.key_text(code_of(language));
            m_json.begin_object();
            for (auto const& [key, text] : catalogue(language)) {
                if (!is_for_script(key))
                    continue;
                m_json.key_text(key);
                m_json.text(text);
            }
            m_json.end_object();
        }
        m_json.end_object();
    }

    void endpoints()
    {
        array("endpoints", [&] {
            auto const& answer = m_content.answer;
            for (std::size_t at = 0; at < answer.endpoints.size(); ++at) {
                auto const& endpoint = answer.endpoints[at];
                m_endpoints.emplace(endpoint.id, m_endpoints.size());
                auto const found = m_content.overview.by_endpoint.find(endpoint.id);
                auto const is_found = found != m_content.overview.by_endpoint.end();
                m_json.begin_array();
                text(endpoint.id);
                text(endpoint.addresses.empty() ? "" : endpoint.addresses.front().text());
                m_json.value(endpoint.addresses.size());
                m_json.value(endpoint.payload_to_server);
                m_json.value(endpoint.payload_to_client);
                m_json.value(endpoint.opened_to_server);
                m_json.value(endpoint.opaque_to_server);
                m_json.value(endpoint.flows);
                m_json.value(endpoint.local);
                m_json.value(is_found ? found->second.items.size() : 0);
                m_json.value(is_found ? found->second.evidence.front() : 0);
                who(endpoint.attribution->registry);
                who(endpoint.attribution->holder);
                who(endpoint.attribution->operator_);
                text(at < answer.judgements.size() ? name_of(answer.judgements[at].verdict.purpose)
                                                   : std::string_view{});
                m_json.end_array();
            }
        });
        std::vector<std::string_view> in_order(m_who.size());
        for (auto const& [name, number] : m_who)
            in_order[number] = name;
        array("who", [&] {
            for (auto const name : in_order)
                text(name);
        });
    }

    // A number of "who", since thousands of receivers have few holders; -1 for nobody known.
    void who(std::optional<Attributed> const& answer)
    {
        if (!answer)
            return m_json.value(-1);
        m_json.value(
            m_who.emplace(attributed_name(*answer, m_speaker), m_who.size()).first->second);
    }

    std::int64_t endpoint_of(std::string const& id) const
    {
        auto const place = m_endpoints.find(id);
        return place == m_endpoints.end() ? -1 : static_cast<std::int64_t>(place->second);
    }

    void captures()
    {
        array("captures", [&] {
            for (auto const& capture : m_content.answer.captures)
                text(capture.name);
        });
    }

    void files()
    {
        array("files", [&] {
            for (auto const& sent : m_content.answer.files) {
                auto const& file = sent.file;
                m_json.begin_array();
                text(file.filename);
                auto const magic = magic_words(file.magic);
                write_words(m_json, magic, magic.argument);
                m_json.value(file.size);
                m_json.value(file.direction == Direction::to_client);
                text(sent.endpoint);
                m_json.value(microseconds(sent.stamp.time_ns));
                m_json.value(sent.stamp.frame);
                text(file.stored);
                if (sent.item)
                    write_words(m_json, item_words(*sent.item, "photo"), *sent.item);
                m_json.end_array();
            }
        });
    }

    void lane(Timeline::Lane const& lane)
    {
        m_json.begin_object();
        m_json.member("endpoint", endpoint_of(lane.endpoint));
        array("bins", [&] {
            for (std::size_t i = 0; i < lane.bins.size(); ++i) {
                if (lane.bins[i] == 0)
                    continue;
                m_json.value(i);
                m_json.value(lane.bins[i]);
            }
        });
        m_json.end_object();
    }

    void timeline()
    {
        auto const& answer = m_content.answer;
        auto const figure = timeline_of(answer, answer.first_ns, answer.last_ns, timeline_bins);
        m_json.key("timeline");
        m_json.begin_object();
        m_json.member("from", microseconds(figure.from_ns));
        m_json.member("to", microseconds(figure.to_ns));
        m_json.member("count", timeline_bins);
        array("lanes", [&] {
            for (auto const& one : figure.lanes)
                lane(one);
        });
        array("activities", [&] {
            for (auto const& activity : answer.activities) {
                m_json.begin_array();
                m_json.value(microseconds(activity.from_ns));
                m_json.value(microseconds(activity.to_ns));
                text(activity.what);
                m_json.end_array();
            }
        });
        m_json.end_object();
    }

    // Of each receiver the most that can have gone unread, and what is known of each kind of data:
    // a digit, as the script's STATES number them.
    void budget()
    {
        auto const& answer = m_content.answer;
        auto const rows = sized(ledger(answer, m_content.overview));
        m_json.key("budget");
        m_json.begin_object();
        m_json.member("decades", SizeAxis::of(answer).decades());
        m_json.member("max", answer.total.max_bytes);
        array("receivers", [&] {
            if (rows.empty())
                return;
            for (auto const& judgement : answer.judgements) {
                std::string states;
                for (auto const& row : rows)
                    states += static_cast<char>('0' + state_of(row.category, judgement.budget));
                m_json.begin_array();
                m_json.value(judgement.budget.max_bytes);
                text(states);
                m_json.end_array();
            }
        });
        m_json.end_object();
    }

    Content const& m_content;
    JsonWriter m_json;
    Speaker m_speaker;
    std::map<std::string, std::size_t> m_endpoints;
    std::map<std::string, std::size_t> m_who;
};

} // namespace

std::string script_data(Content const& content)
{
    std::string out;
    {
        DataWriter writer{content, out};
        writer.write();
    }
    // Inside a script element only these could end it or hide its end; in JSON they stand in
    // texts alone.
    std::string safe;
    safe.reserve(out.size());
    for (char const c : out)
        c == '<' ? safe += "\\u003c" : safe += c;
    return safe;
}

} // namespace petze::page
