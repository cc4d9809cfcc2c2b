#include "report/attribution_json.h"

#include "report/because.h"
#include "report/json_records.h"

namespace petze {

namespace {

void write_attributed(JsonWriter& json, Attributed const& one, Speaker const& speaker)
{
    json.begin_object();
    json.member("name", std::string_view{one.name});
    json.member_if("original", one.original);
    json.member_if("country", one.country);
    json.member("because", std::string_view{because(speaker, one.because)});
    json.member_if("source", one.source);
    json.member_if("as_of", one.as_of);
    if (one.distant)
        json.member("distant", true);
    json.end_object();
}

void write_network(JsonWriter& json, Network const& network, Speaker const& speaker)
{
    json.begin_object();
    json.member("asn", network.asn);
    json.member_if("name", network.name);
    json.member_if("prefix", network.prefix);
    json.member_if("country", network.country);
    json.member_if("source", network.source);
    json.member_if("as_of", network.as_of);
    if (network.distant)
        json.member("distant", true);
    if (network.hosting)
        json.member("hosting", true);
    if (network.because_hosting)
        json.member("because_hosting",
                    std::string_view{because(speaker, *network.because_hosting)});
    json.end_object();
}

void write_disagreement(JsonWriter& json, Disagreement const& disagreement)
{
    json.begin_object();
    json.member("about", disagreement.about);
    write_array(json, "sayings", disagreement.sayings, [&](Disagreement::Saying const& saying) {
        json.begin_object();
        json.member("source", std::string_view{saying.source});
        json.member_if("as_of", saying.as_of);
        json.member("value", std::string_view{saying.value});
        json.end_object();
    });
    json.end_object();
}

} // namespace

void write_attribution(JsonWriter& json, Attribution const& attribution, Speaker const& speaker)
{
    if (attribution.registry) {
        json.key("registry");
        write_attributed(json, *attribution.registry, speaker);
    }
    if (attribution.holder) {
        json.key("holder");
        write_attributed(json, *attribution.holder, speaker);
    }
    if (attribution.operator_) {
        json.key("operator");
        write_attributed(json, *attribution.operator_, speaker);
    }
    if (attribution.network) {
        json.key("network");
        write_network(json, *attribution.network, speaker);
    }
    if (!attribution.roles.empty())
        write_array(json, "roles", attribution.roles,
                    [&](std::string_view role) { json.token(role); });
    if (!attribution.remarks.empty())
        write_array(json, "remarks", attribution.remarks,
                    [&](Reason const& remark) { json.text(because(speaker, remark)); });
    if (!attribution.disagreements.empty())
        write_array(json, "disagreements", attribution.disagreements,
                    [&](Disagreement const& one) { write_disagreement(json, one); });
}

Speaker const& event_speaker()
{
    static LocalTime const time = LocalTime::utc();
    static Speaker const speaker{Language::english, time};
    return speaker;
}

} // namespace petze
