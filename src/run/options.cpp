#include "run/options.h"

#include "identify/sources/dates.h"
#include "run/version.h"

#include <CLI/CLI.hpp>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <thread>

namespace petze {

namespace {

/// What is said in text and becomes something else.
struct Texts {
    std::string fail_on;
    std::string memory = "512M", types, language = "en";
    std::vector<std::string> wifi, payload_keys;
};

/// What is read: "CAPTURE" or "STATE", and what that is.
struct Given {
    char const *name, *what;
};
constexpr Given captures{"CAPTURE", "pcap or pcapng files (also .gz, .zst, .xz), folders of them, "
                                    "or - for standard input"};
constexpr Given states{"STATE",
                       "two or more: a capture, a folder of captures, or a folder that petze "
                       "analyze wrote; NAME=PATH gives a state its name, and the same name again "
                       "another recording of it. The first is what the others are compared with"};

void add_reading_options(CLI::App& command, Given const& given, Options& options, Texts& texts)
{
    command.add_option(given.name, options.captures, given.what)->required();
    command.add_option("--profile", options.profile,
                       "what is the owner's own: identifiers, contacts, messages, photos (TOML)");
    command
        .add_option(
            "--keys", options.keys,
            "TLS key log (SSLKEYLOGFILE), or PiRogue's aes_info.json; may be given several times")
        ->allow_extra_args(false); // else it takes the captures behind it for key logs
    command
        .add_option("--wifi", texts.wifi,
                    "a Wi-Fi network's name and passphrase, SSID:PASSPHRASE, to open what a "
                    "monitor recorded of it (WPA2); may be given several times")
        ->allow_extra_args(false);
    command
        .add_option("--payload-key", texts.payload_keys,
                    "a key for what an app encrypts by itself, NAME=HEX:ALGORITHM, such as "
                    "sync=00112233445566778899aabbccddeeff:aes-128-cbc; may be given several times")
        ->allow_extra_args(false);
    command.add_option("--threads", options.threads, "threads to use (default: all processors)")
        ->check(CLI::Range(1, 256));
    command.add_option("--memory", texts.memory,
                       "memory for what waits: conversations, segments, documents (default: 512M)");
    command.add_flag_callback(
        "--no-cache", [&options] { options.cache = false; },
        "keep no compiled profile for the next run, and read none");
    command.add_flag("--quiet", options.quiet, "no progress and no notes on standard error");
}

void add_capture_options(CLI::App& command, Given const& given, Options& options, Texts& texts)
{
    add_reading_options(command, given, options, texts);
    std::vector<std::string> verdicts;
    for (std::size_t i = 0; i < purposes; ++i)
        verdicts.emplace_back(name_of(static_cast<Purpose>(i)));
    command
        .add_option("--fail-on", texts.fail_on,
                    "end with status 3 where a receiver's verdict is as bad as this, or worse: "
                    "maintenance, user_initiated, service, telemetry, advertising, undecidable, "
                    "undisclosed")
        ->check(CLI::IsMember(verdicts));
    auto* reveal = command.add_flag("--reveal", options.reveal,
                                    "show personal values; by default they are masked");
    command
        .add_flag("--redact", options.redact,
                  "replace every personal value, so that the output can be published")
        ->excludes(reveal);
}

void add_online_option(CLI::App& command, Options& options)
{
    command.add_flag("--online", options.online,
                     "ask registries on line who holds the addresses (RDAP, WHOIS); without it no "
                     "packet ever leaves the machine");
}

void add_data_option(CLI::App& command, Options& options)
{
    command.add_option("--data", options.data,
                       "folder of the attribution data (default: the user's data folder, "
                       "~/.local/share/petze)");
}

void add_attribution_options(CLI::App& command, Options& options)
{
    add_data_option(command, options);
    command.add_option("--as-of", options.as_of,
                       "the date for which is asked whose addresses are, YYYY-MM-DD (default: that "
                       "of the recording)");
}

void add_report_options(CLI::App& command, Options& options, Texts& texts)
{
    command.add_option("--out", options.out,
                       "folder for the report; an older report there is replaced (default: "
                       "petze-report)");
    command.add_option("--lang", texts.language, "language of report and terminal: en or de")
        ->check(CLI::IsMember({"en", "de"}));
    command.add_option("--timezone", options.time_zone,
                       "time zone of report and terminal, such as Europe/Berlin (default: UTC)");
    add_online_option(command, options);
    command.add_flag("--stamp", options.stamp, "write the time of this run into the report");
}

void add_language_option(CLI::App& command, Texts& texts)
{
    command.add_option("--lang", texts.language, "language of what is printed: en or de")
        ->check(CLI::IsMember({"en", "de"}));
}

/// The commands about attribution data, and what they were given.
struct DataCommands {
    CLI::App* import_files;
    CLI::App* list;
};

DataCommands add_data_commands(CLI::App& app, Options& options, Texts& texts)
{
    auto* data = app.add_subcommand(
        "data", "Data about whose addresses are whose: import files, list what is there");
    data->require_subcommand(1);
    auto* import_files =
        data->add_subcommand("import", "Read files of registries and of origin AS into the index");
    import_files
        ->add_option("FILE", options.captures,
                     "bulk WHOIS data of APNIC, RIPE, AFRINIC, LACNIC (RPSL) and ARIN, "
                     "delegated-extended, iptoasn, CAIDA pfx2as and AS2Org, MMDB, libloc; also "
                     ".gz, .zst, .xz")
        ->required();
    add_data_option(*import_files, options);
    import_files->add_option("--as-of", options.as_of,
                             "the date of these files, YYYY-MM-DD (default: as they say)");
    add_language_option(*import_files, texts);
    import_files->add_flag("--quiet", options.quiet, "print troubles alone");
    auto* list = data->add_subcommand("list", "Show what was imported, and of which date it is");
    add_data_option(*list, options);
    add_language_option(*list, texts);
    return {import_files, list};
}

CLI::App* add_verify_command(CLI::App& app, Options& options, Texts& texts)
{
    auto* verify = app.add_subcommand(
        "verify", "Check the claims of a report again from the captures: a line for each, status 1 "
                  "where one does not hold. With the profile, keys and data of the report");
    verify->add_option("DIR", options.out, "folder that petze analyze wrote")->required();
    add_reading_options(*verify, captures, options, texts);
    add_attribution_options(*verify, options);
    add_language_option(*verify, texts);
    return verify;
}

CLI::App* add_whois_command(CLI::App& app, Options& options, Texts& texts)
{
    auto* whois = app.add_subcommand(
        "whois",
        "Say whose addresses are: who allocated, who holds, who operates. Asks nobody "
        "but with --online: answers come from the data that were imported, and Petze's own "
        "tables");
    whois->add_option("ADDRESS|NAME", options.captures, "IPv4 or IPv6 addresses, names of hosts")
        ->required();
    add_data_option(*whois, options);
    whois->add_option("--as-of", options.as_of,
                      "the date for which it is asked, YYYY-MM-DD (default: the newest data)");
    add_online_option(*whois, options);
    whois->add_flag("--json", options.json, "an array of objects, in the order of the arguments");
    add_language_option(*whois, texts);
    return whois;
}

// CLI11's own words, in the form of our errors.
int usage_error(CLI::App const& app, CLI::ParseError const& trouble)
{
    if (trouble.get_exit_code() == 0) // help and version
        return app.exit(trouble);
    std::fprintf(stderr, "petze: command line: %s; see petze --help\n", trouble.what());
    return 2;
}

bool known_time_zone(std::string const& name)
{
    std::error_code ignored;
    return name == "UTC"
           || (!name.empty() && name.find("..") == std::string::npos && name[0] != '/'
               && std::filesystem::is_regular_file("/usr/share/zoneinfo/" + name, ignored));
}

} // namespace

Result<std::size_t> parse_size(std::string const& text)
{
    std::size_t value{};
    auto const* const end = text.data() + text.size();
    auto const [rest, trouble] = std::from_chars(text.data(), end, value);
    static std::map<std::string, unsigned> const units{{"", 0},   {"K", 10}, {"k", 10}, {"M", 20},
                                                       {"m", 20}, {"G", 30}, {"g", 30}};
    auto const unit = units.find(std::string{rest, end});
    constexpr std::size_t most = std::size_t{1} << 40;
    if (trouble != std::errc{} || unit == units.end() || value == 0
        || value > (most >> unit->second))
        return error("--memory", "\"" + text + "\" is no size; write it as 512M or 2G");
    return value << unit->second;
}

Invocation parse_command_line(int argc, char** argv)
{
    Invocation out;
    out.options.threads = std::max(1u, std::thread::hardware_concurrency());
    Texts texts;

    CLI::App app{"Petze tells what a phone sent: what of yours left, to whom, when, and how one "
                 "knows.",
                 "petze"};
    app.set_version_flag("--version", std::string{"petze "} + version);
    app.require_subcommand(1);
    auto* analyze = app.add_subcommand(
        "analyze", "Read captures of one phone and write a report folder with the answer");
    add_capture_options(*analyze, captures, out.options, texts);
    add_attribution_options(*analyze, out.options);
    add_report_options(*analyze, out.options, texts);
    auto* compare = app.add_subcommand(
        "compare", "Say what goes on in another state of the phone: stock, rooted, other ROM, …");
    add_capture_options(*compare, states, out.options, texts);
    add_attribution_options(*compare, out.options);
    add_report_options(*compare, out.options, texts);
    auto* events =
        app.add_subcommand("events", "Write the event stream (NDJSON) to standard output");
    add_capture_options(*events, captures, out.options, texts);
    add_attribution_options(*events, out.options);
    add_online_option(*events, out.options);
    events->add_option("--types", texts.types, "only these types, such as dns,flow,stats");
    auto* verify = add_verify_command(app, out.options, texts);
    auto* bait = app.add_subcommand(
        "bait", "Invent a person for a test phone: contacts, messages, photos, a calendar, and the "
                "profile that looks for them");
    bait->add_option("DIR", out.options.out, "folder to write; not there yet")->required();
    bait->add_option("--seed", out.options.seed,
                     "a number: the same seed gives the same person (default: a new one)");
    bait->add_option("--lang", texts.language, "language of the messages and the guide: en or de")
        ->check(CLI::IsMember({"en", "de"}));
    bait->add_flag("--quiet", out.options.quiet, "print nothing");
    auto const data = add_data_commands(app, out.options, texts);
    auto* whois = add_whois_command(app, out.options, texts);

    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& trouble) {
        out.status = usage_error(app, trouble);
        return out;
    }
    out.options.fail_on = purpose_of(texts.fail_on);
    out.options.language = texts.language == "de" ? Language::german : Language::english;
    auto const fail = [&](Error const& trouble) {
        std::fprintf(stderr, "petze: %s: %s\n", trouble.what.c_str(), trouble.why.c_str());
        out.status = 2;
        return out;
    };
    auto const size = parse_size(texts.memory);
    if (!size)
        return fail(size.error());
    out.options.memory = *size;
    for (auto const& text : texts.wifi) {
        auto network = parse_wifi_network(text);
        if (!network)
            return fail(network.error());
        out.options.wifi.push_back(std::move(*network));
    }
    for (auto const& text : texts.payload_keys) {
        auto key = parse_payload_key(text);
        if (!key)
            return fail(key.error());
        out.options.payload_keys.push_back(std::move(*key));
    }
    if (!texts.types.empty()) {
        auto const parsed = parse_types(texts.types);
        if (!parsed)
            return fail(parsed.error());
        out.options.types = *parsed;
    }
    if (!known_time_zone(out.options.time_zone))
        return fail({"--timezone", "\"" + out.options.time_zone
                                       + "\" is not known here; use a name such as Europe/Berlin"});
    if (!out.options.as_of.empty() && !day_number(out.options.as_of))
        return fail(
            {"--as-of", "\"" + out.options.as_of + "\" is no date; write it as 2014-07-21"});
    for (auto const& [parsed, command] : {std::pair{analyze, Command::analyze},
                                          {events, Command::events},
                                          {compare, Command::compare},
                                          {verify, Command::verify},
                                          {bait, Command::bait},
                                          {data.import_files, Command::data_import},
                                          {data.list, Command::data_list},
                                          {whois, Command::whois}})
        if (parsed->parsed())
            out.command = command;
    return out;
}

} // namespace petze
