#include "run/online.h"

#include "base/limits.h"
#include "base/text.h"
#include "find/profile/files.h"
#include "identify/online/iana_bootstrap.h"
#include "run/data_folder.h"
#include "run/setting.h"
#include "run/version.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>

namespace petze {

namespace {

namespace fs = std::filesystem;

std::string today()
{
    constexpr std::size_t date_length = 10; // of an RFC 3339 time
    return rfc3339(std::chrono::system_clock::now().time_since_epoch()
                   / std::chrono::nanoseconds{1})
        .substr(0, date_length);
}

// One that the user put there counts before IANA's own.
Result<RdapBootstrap> bootstrap(fs::path const& folder, std::string const& file,
                                Transport& transport, AnswerCache* cache, std::string const& day)
{
    auto const path = folder / "rdap" / file;
    if (!fs::exists(path))
        return fetch_bootstrap(file, transport, cache, day);
    PETZE_TRY(auto const json, read_whole_file(path.string()));
    auto parsed = parse_bootstrap(json, BootstrapFrom::file);
    if (!parsed)
        return error(path.string(), "is no bootstrap file of RDAP (RFC 9224); fetch "
                                    "https://data.iana.org/rdap/"
                                        + file + " anew, or remove it");
    return std::move(*parsed);
}

void tell_refused(RdapBootstrap const& bootstrap, Options const& options)
{
    for (auto const& server : bootstrap.refused)
        print_note(options, "RDAP: " + server
                                + " stands in the list of servers, but is no registry's, or not "
                                  "behind https: it is not asked");
}

} // namespace

Result<std::unique_ptr<Online>> Online::open(Options const& options)
{
    PETZE_TRY(auto const index, index_path(options));
    auto const folder = fs::path{index}.parent_path();
    std::error_code trouble;
    fs::create_directories(folder, trouble);
    std::unique_ptr<Online> out{new Online};
    PETZE_TRY(auto cache, AnswerCache::open((folder / "online.sqlite").string()));
    out->m_cache = std::make_unique<AnswerCache>(std::move(cache));
    out->m_transport = make_transport(std::string{"petze/"} + version);
    OnlineRegistries::Settings settings;
    settings.today = today();
    settings.wait = [](int seconds) { std::this_thread::sleep_for(std::chrono::seconds{seconds}); };
    auto& transport = *out->m_transport;
    auto* store = out->m_cache.get();
    PETZE_TRY(settings.v4, bootstrap(folder, "ipv4.json", transport, store, settings.today));
    PETZE_TRY(settings.v6, bootstrap(folder, "ipv6.json", transport, store, settings.today));
    tell_refused(settings.v4, options);
    tell_refused(settings.v6, options);
    if (auto const own = folder / "rdap" / "whois-server"; fs::exists(own)) {
        PETZE_TRY(auto const text, read_whole_file(own.string()));
        settings.whois_server = trim(text);
    }
    out->m_registries = std::make_unique<OnlineRegistries>(transport, store, std::move(settings));
    return out;
}

} // namespace petze
