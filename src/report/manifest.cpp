#include "report/manifest.h"

#include "report/json_records.h"
#include "report/redaction.h"

namespace petze {

namespace {

void write_input(JsonWriter& json, Manifest::Input const& input, ReportOptions const& options)
{
    bool const is_own = input.kind == "table";
    auto const hidden = options.redact && !is_own;
    json.begin_object();
    json.member("kind", std::string_view{input.kind});
    json.member("name",
                std::string_view{hidden && options.redactor ? options.redactor->apply(input.name)
                                                            : input.name});
    if (!hidden)
        json.member_if("sha256", input.sha256);
    json.end_object();
}

} // namespace

std::string render_manifest(Manifest const& manifest, ReportOptions const& options)
{
    auto const time = LocalTime::utc();
    Speaker const speaker{options.language, time};
    std::string out;
    {
        JsonWriter json{out};
        json.begin_object();
        write_head(json, options, speaker);
        write_array(json, "inputs", manifest.inputs,
                    [&](Manifest::Input const& input) { write_input(json, input, options); });
        write_array(json, "data", manifest.data, [&](DataSetInfo const& info) {
            json.begin_object();
            json.member("source", std::string_view{info.source});
            json.member_if("as_of", info.as_of);
            json.member_if("file", info.file);
            json.member_if("sha256", info.sha256);
            json.end_object();
        });
        json.end_object();
        json.end_line();
    }
    return out;
}

} // namespace petze
