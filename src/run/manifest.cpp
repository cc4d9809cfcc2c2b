#include "run/manifest.h"

#include "base/digest.h"
#include "base/text.h"
#include "find/profile/profile.h"
#include "report/resources.h"
#include "run/authorities.h"
#include "run/spool.h"
#include "run/whose.h"

#include <filesystem>

namespace petze {

std::vector<DataSetInfo> data_sets_of(AddressData const& data)
{
    std::vector<DataSetInfo> out;
    out.reserve(data.index.sets().size() + 1);
    for (auto const& set : data.index.sets())
        out.push_back(set.info);
    if (data.installed) {
        DataSetInfo location;
        location.source = "IPFire Location";
        location.as_of = data.installed->as_of();
        out.push_back(std::move(location));
    }
    return out;
}

Manifest manifest_of(std::vector<CaptureSource> const& captures, std::vector<DataSetInfo> data,
                     Profile const* profile, Options const& options)
{
    namespace fs = std::filesystem;
    Manifest out;
    out.data = std::move(data);
    for (auto const& capture : captures)
        out.inputs.push_back({"capture", capture.name, capture.sha256});
    auto const add_file = [&](char const* kind, std::string const& path) {
        out.inputs.push_back({kind, fs::path{path}.filename().string(), hash_file(path)});
    };
    if (profile) {
        add_file("profile", options.profile);
        for (auto const& path : profile->files)
            add_file("profile data", path.string());
    }
    for (auto const& path : options.keys)
        add_file("keys", path);
    if (std::error_code trouble; fs::exists(authorities_path(), trouble))
        add_file("authorities", authorities_path());
    for (auto const& path : list_files(options))
        add_file("list", path.string());
    for (auto const* table : {"data/operators.toml", "data/verdict_rules.toml"})
        out.inputs.push_back({"table", table, to_hex(sha256(as_bytes(resource(table))))});
    return out;
}

} // namespace petze
