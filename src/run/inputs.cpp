#include "run/inputs.h"

#include "capture/reader.h"
#include "dissect/crypto_calls/crypto_calls.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>

namespace petze {

Result<Inputs> prepare_inputs(Options const& options)
{
    PETZE_TRY(auto list, list_captures(options.captures));
    Inputs out;
    out.skipped = std::move(list.skipped);
    struct Ordered {
        bool empty{};
        std::int64_t first_ns{};
        Input input;
    };
    std::vector<Ordered> ordered;
    for (auto const& path : list.captures) {
        PETZE_TRY(auto summary, scan_capture(path));
        std::error_code ignored;
        if (path != "-")
            if (auto const size = std::filesystem::file_size(path, ignored); !ignored)
                out.total_bytes += size;
        std::move(summary.secrets.begin(), summary.secrets.end(), std::back_inserter(out.secrets));
        auto const name =
            path == "-" ? "standard input" : std::filesystem::path{path}.filename().string();
        ordered.push_back({!summary.first_time_ns,
                           summary.first_time_ns.value_or(0),
                           {path, name, static_cast<std::uint32_t>(ordered.size())}});
    }
    std::stable_sort(ordered.begin(), ordered.end(), [](Ordered const& a, Ordered const& b) {
        return std::pair{a.empty, a.first_ns} < std::pair{b.empty, b.first_ns};
    });
    for (auto& entry : ordered)
        out.inputs.push_back(std::move(entry.input));
    return out;
}

Result<GivenKeys> read_keys(Options const& options)
{
    GivenKeys keys;
    keys.payload = options.payload_keys;
    for (auto const& path : options.keys) {
        std::error_code ignored;
        std::ifstream file{path, std::ios::binary};
        if (!file || std::filesystem::is_directory(path, ignored))
            return error(path, "key log cannot be read; check the spelling of the path");
        std::string text{std::istreambuf_iterator<char>{file}, {}};
        if (!looks_like_crypto_calls(text)) {
            keys.log.add(text);
            continue;
        }
        auto calls = read_crypto_calls(text);
        keys.recorded += calls.keys.size();
        keys.recorded_left_out += calls.left_out;
        keys.broken_records += calls.broken;
        std::move(calls.keys.begin(), calls.keys.end(), std::back_inserter(keys.payload));
    }
    return keys;
}

void complete_keys(GivenKeys& keys, Options const& options, Inputs const& inputs)
{
    for (auto const& secrets : inputs.secrets)
        keys.log.add(secrets);
    keys.log.finish();
    if (keys.log.broken_lines() > 0)
        print_note(options, std::to_string(keys.log.broken_lines())
                                + " lines of the key logs could not be read as secrets");
    if (keys.broken_records > 0)
        print_note(options, std::to_string(keys.broken_records)
                                + " records of an app's calls could not be read");
    if (keys.recorded_left_out > 0)
        print_note(options, std::to_string(keys.recorded_left_out)
                                + " keys of an app's calls are not tried: too many");
}

void tell_keys(GivenKeys const& keys, Options const& options, std::uint64_t opened_flows)
{
    if (keys.recorded > 0)
        print_note(options, "keys for what apps encrypt, out of recorded calls: "
                                + std::to_string(keys.recorded));
    auto const read = "secrets read: " + std::to_string(keys.log.secrets());
    if (opened_flows > 0)
        print_note(options, read + "; conversations they opened: " + std::to_string(opened_flows));
    else if ((!options.keys.empty() && keys.recorded == 0) || !keys.log.empty())
        print_note(options, read
                                + "; they fit no conversation here. Are they of this "
                                  "recording?");
}

void print_error(Error const& error)
{
    std::fprintf(stderr, "petze: %s: %s\n", error.what.c_str(), error.why.c_str());
}

void print_note(Options const& options, std::string const& text)
{
    if (!options.quiet)
        std::fprintf(stderr, "petze: %s\n", text.c_str());
}

namespace {

std::int64_t now_ns()
{
    return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds{1};
}

std::atomic<bool> interrupt_flag = false;
std::atomic<int> interrupt_signal = 0;

void on_signal(int signal)
{
    interrupt_signal = signal;
    interrupt_flag = true;
}

} // namespace

Progress::Progress(Options const& options, std::uint64_t total_bytes)
    : m_shown(!options.quiet && isatty(STDERR_FILENO) == 1)
    , m_total(total_bytes)
    , m_last_drawn_ns(now_ns())
{
}

Progress::~Progress()
{
    if (m_drawn)
        std::fputs("\r\033[K", stderr);
}

void Progress::advance(std::uint64_t packets, std::uint64_t bytes)
{
    constexpr std::int64_t interval_ns = 200'000'000;
    m_packets += packets;
    m_bytes += bytes;
    if (!m_shown)
        return;
    auto const now = now_ns();
    if (now - m_last_drawn_ns < interval_ns)
        return;
    m_last_drawn_ns = now;
    m_drawn = true;
    // Compressed captures read more than lies on the disk: then the share would mislead.
    if (m_total >= m_bytes)
        std::fprintf(stderr, "\r\033[K%3llu %%  %llu packets",
                     static_cast<unsigned long long>(m_bytes * 100 / m_total),
                     static_cast<unsigned long long>(m_packets));
    else
        std::fprintf(stderr, "\r\033[K%llu MB  %llu packets",
                     static_cast<unsigned long long>(m_bytes >> 20),
                     static_cast<unsigned long long>(m_packets));
}

std::atomic<bool> const& interrupted()
{
    return interrupt_flag;
}

void end_if_interrupted()
{
    if (interrupt_signal == 0)
        return;
    std::signal(interrupt_signal, SIG_DFL);
    std::raise(interrupt_signal);
}

void watch_for_interrupt()
{
    struct sigaction action {};
    action.sa_handler = on_signal;
    action.sa_flags = static_cast<int>(SA_RESETHAND); // a second Ctrl-C ends at once
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

} // namespace petze
