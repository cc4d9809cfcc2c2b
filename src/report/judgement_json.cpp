#include "report/judgement_json.h"

#include "report/because.h"
#include "report/json_records.h"
#include "report/json_values.h"
#include "report/verdict_words.h"

#include <cmath>

namespace petze {

namespace {

// Two decimals: more would claim a precision that judgement has not.
double rounded(double confidence)
{
    constexpr double hundred = 100;
    return std::round(confidence * hundred) / hundred;
}

} // namespace

void write_budget(JsonWriter& json, ByteBudget const& budget)
{
    json.key("budget");
    json.begin_object();
    json.member("max_bytes", budget.max_bytes);
    json.key("items");
    json.begin_object();
    for (auto const& [category, departure] : budget.items) {
        json.key_text(category);
        json.token(name_of(departure));
    }
    json.end_object();
    json.end_object();
}

void write_photo_bursts(JsonWriter& json, std::vector<PhotoBurst> const& bursts)
{
    if (bursts.empty())
        return;
    write_array(json, "photo_bursts", bursts, [&](PhotoBurst const& found) {
        auto const& burst = found.burst;
        json.begin_object();
        write_time(json, "start", burst.start_ns);
        write_time(json, "end", burst.end_ns);
        json.member("bytes", burst.bytes);
        json.key("frames");
        write_frames(json, {burst.frames});
        json.member("photo", std::string_view{found.photo});
        json.member("photo_bytes", found.photo_bytes);
        json.member("fitting", found.fitting);
        json.end_object();
    });
}

void write_verdict(JsonWriter& json, Verdict const& verdict, Speaker const& speaker)
{
    json.begin_object();
    json.member("endpoint", std::string_view{verdict.endpoint});
    json.member("verdict", name_of(verdict.purpose));
    json.member("confidence", rounded(verdict.confidence));
    write_array(json, "because", verdict.because, [&](WeighedReason const& one) {
        json.text(weighed_because(speaker, verdict, one));
    });
    write_array(json, "would_change", verdict.would_change,
                [&](Reason const& reason) { json.text(because(speaker, reason)); });
    write_array(json, "categories", verdict.categories, [&](CategoryVerdict const& one) {
        json.begin_object();
        json.member("category", std::string_view{one.category});
        json.member("verdict", name_of(one.purpose));
        json.member("confidence", rounded(one.confidence));
        json.end_object();
    });
    json.end_object();
}

} // namespace petze
