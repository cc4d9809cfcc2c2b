#include "base/limits.h"
#include "identify/registry/iana.h"
#include "identify/sources/data_file.h"
#include "report/speaker.h"
#include "report/words.h"
#include "run/commands.h"
#include "run/data_folder.h"
#include "run/inputs.h"

#include <algorithm>
#include <cstdio>

namespace petze {

namespace {

std::uint64_t networks_of(DataSet const& set)
{
    return set.rows(DataSet::v4) + set.rows(DataSet::v6);
}

std::string content_words(Speaker const& speaker, DataSet const& set)
{
    std::vector<std::string> parts;
    if (auto const count = networks_of(set); count > 0)
        parts.push_back(speaker.count("data.networks", count));
    if (auto const count = set.rows(DataSet::systems); count > 0)
        parts.push_back(speaker.count("data.systems", count));
    if (auto const count = set.rows(DataSet::organisations); count > 0)
        parts.push_back(speaker.count("data.organisations", count));
    return speaker.list(parts, "list.and");
}

void tell_import(Speaker const& speaker, ImportedFile const& read)
{
    auto const& info = read.set.info;
    auto const text =
        speaker.say("data.imported", {{"file", printable(info.file)},
                                      {"source", printable(info.source)},
                                      {"date", info.as_of},
                                      {"dated", speaker.say("dated." + std::string{read.dated_by})},
                                      {"content", content_words(speaker, read.set)}});
    std::printf("%s\n", text.c_str());
}

void tell_troubles(Speaker const& speaker, std::string const& path, DataTroubles const& troubles)
{
    for (auto const& trouble : troubles.first()) {
        auto const where = trouble.line > 0 ? path + ":" + std::to_string(trouble.line) : path;
        print_error({where, speaker.say("data.trouble." + std::string{trouble.what})});
    }
    if (auto const more = troubles.count() - troubles.first().size(); more > 0)
        print_error({path, speaker.count("data.more_troubles", more)});
}

bool is_same(DataSetInfo const& a, DataSetInfo const& b)
{
    return a.format == b.format && a.source == b.source && a.as_of == b.as_of && a.file == b.file;
}

// What is imported again takes the place of what was there.
std::vector<DataSet> merged(std::vector<DataSet> const& old, std::vector<ImportedFile> const& added)
{
    std::vector<DataSet> out;
    auto const keep = [&](DataSet const& set) {
        for (auto& other : out)
            if (is_same(other.info, set.info)) {
                other = set;
                return;
            }
        out.push_back(set);
    };
    for (auto const& set : old)
        keep(set);
    for (auto const& file : added)
        keep(file.set);
    return out;
}

Result<int> import_files(Options const& options, Speaker const& speaker)
{
    PETZE_TRY(auto const path, index_path(options));
    auto const old = DataIndex::open(path);
    if (!old)
        print_error(old.error()); // a new one takes its place
    std::vector<ImportedFile> added;
    int status = 0;
    for (auto const& file : options.captures) {
        auto read = read_data_file(file, {options.as_of, written_on(file)});
        if (!read) {
            print_error(read.error());
            status = 1;
            continue;
        }
        tell_troubles(speaker, file, read->troubles);
        if (!options.quiet)
            tell_import(speaker, *read);
        added.push_back(std::move(*read));
    }
    if (added.empty())
        return status;
    auto const sets = merged(old ? old->sets() : std::vector<DataSet>{}, added);
    if (sets.size() > limits::data_sets)
        return error(path, "holds as many data sets as there can be; remove it, and import those "
                           "that are needed");
    PETZE_TRY_VOID(save_index(path, sets));
    return status;
}

Result<int> list_sets(Options const& options, Speaker const& speaker)
{
    PETZE_TRY(auto const path, index_path(options));
    PETZE_TRY(auto const data, open_address_data(options));
    std::printf("%s\n", speaker.say("data.own", {{"date", std::string{iana_as_of}}}).c_str());
    for (auto const& set : data.index.sets()) {
        auto const text = speaker.say("data.listed", {{"source", printable(set.info.source)},
                                                      {"date", set.info.as_of},
                                                      {"content", content_words(speaker, set)},
                                                      {"file", printable(set.info.file)},
                                                      {"hash", set.info.sha256}});
        std::printf("%s\n", text.c_str());
    }
    if (data.installed) {
        auto const text = speaker.say("data.installed", {{"source", std::string{libloc_source}},
                                                         {"date", data.installed->as_of()},
                                                         {"file", installed_location}});
        std::printf("%s\n", text.c_str());
    }
    if (data.index.sets().empty())
        std::printf("%s\n", speaker.say("data.none", {{"path", path}}).c_str());
    return 0;
}

int run(Options const& options, Result<int> (*command)(Options const&, Speaker const&))
{
    auto const time = LocalTime::utc();
    auto const status = command(options, Speaker{options.language, time});
    if (status)
        return *status;
    print_error(status.error());
    return 1;
}

} // namespace

int run_data_import(Options const& options)
{
    return run(options, import_files);
}

int run_data_list(Options const& options)
{
    return run(options, list_sets);
}

} // namespace petze
