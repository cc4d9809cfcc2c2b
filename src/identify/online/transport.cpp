#include "identify/online/transport.h"

#include "base/limits.h"

#include <curl/curl.h>
#include <poll.h>

#include <algorithm>
#include <chrono>

namespace petze {

namespace {

using Trouble = OnlineReply::Trouble;
using Clock = std::chrono::steady_clock;

struct CurlDeleter {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using CurlPointer = std::unique_ptr<CURL, CurlDeleter>;
using ListPointer = std::unique_ptr<curl_slist, CurlDeleter>;

struct Sink {
    std::string& body;
    bool too_long = false;
};

std::size_t take(char const* bytes, std::size_t size, std::size_t count, void* target)
{
    auto& sink = *static_cast<Sink*>(target);
    if (sink.body.size() + size * count > limits::rdap_bytes) {
        sink.too_long = true;
        return 0; // ends the transfer
    }
    sink.body.append(bytes, size * count);
    return size * count;
}

Trouble trouble_of(CURLcode code)
{
    if (code == CURLE_OK)
        return Trouble::none;
    return code == CURLE_OPERATION_TIMEDOUT ? Trouble::timeout : Trouble::unreachable;
}

// What holds for each question: no wait without an end, nothing of the user's told to anybody.
void set_common(CURL* handle)
{
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT, static_cast<long>(limits::online_seconds));
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, static_cast<long>(limits::online_seconds) / 2);
    curl_easy_setopt(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L); // whoever is sent on looks at where to
}

/// Waits for a socket, not longer than until `end`.
bool wait_for(curl_socket_t socket, short events, Clock::time_point end)
{
    auto const left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    if (left <= 0)
        return false;
    pollfd descriptor{socket, events, 0};
    return ::poll(&descriptor, 1, static_cast<int>(left)) > 0;
}

/// One question over a connection that libcurl has made.
class WhoisTalk {
public:
    WhoisTalk(CURL* handle, OnlineReply& reply)
        : m_handle(handle)
        , m_reply(reply)
        , m_end(Clock::now() + std::chrono::seconds{limits::online_seconds})
    {
        curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &m_socket);
    }

    bool send(std::string_view text)
    {
        while (!text.empty()) {
            std::size_t sent = 0;
            auto const code = curl_easy_send(m_handle, text.data(), text.size(), &sent);
            if (code == CURLE_AGAIN) {
                if (!wait_for(m_socket, POLLOUT, m_end))
                    return fail(Trouble::timeout);
            } else if (code != CURLE_OK) {
                return fail(Trouble::unreachable);
            }
            text.remove_prefix(sent);
        }
        return true;
    }
    // Until the server hangs up.
    bool receive()
    {
        std::string block(1u << 14, '\0');
        while (true) {
            std::size_t count = 0;
            auto const code = curl_easy_recv(m_handle, block.data(), block.size(), &count);
            if (code == CURLE_AGAIN) {
                if (!wait_for(m_socket, POLLIN, m_end))
                    return fail(Trouble::timeout);
                continue;
            }
            if (code != CURLE_OK)
                return m_reply.body.empty() ? fail(Trouble::unreachable) : true;
            if (count == 0)
                return true;
            if (m_reply.body.size() + count > limits::whois_bytes)
                return fail(Trouble::too_long);
            m_reply.body.append(block, 0, count);
            if (Clock::now() > m_end) // a byte now and then
                return fail(Trouble::timeout);
        }
    }

private:
    bool fail(Trouble trouble)
    {
        m_reply.trouble = trouble;
        return false;
    }

    CURL* m_handle;
    OnlineReply& m_reply;
    Clock::time_point m_end;
    curl_socket_t m_socket = CURL_SOCKET_BAD;
};

class CurlTransport : public Transport {
public:
    explicit CurlTransport(std::string agent)
        : m_agent(std::move(agent))
    {
        curl_global_init(CURL_GLOBAL_DEFAULT);
    }

    OnlineReply get(std::string const& url) override
    {
        OnlineReply reply;
        CurlPointer const handle{curl_easy_init()};
        ListPointer const headers{
            curl_slist_append(nullptr, "Accept: application/rdap+json, application/json")};
        Sink sink{reply.body};
        set_common(handle.get());
        bool const local = is_this_machine(url);
        curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
        curl_easy_setopt(handle.get(), CURLOPT_PROTOCOLS_STR, local ? "http,https" : "https");
        if (local)
            curl_easy_setopt(handle.get(), CURLOPT_PROXY, "");
        curl_easy_setopt(handle.get(), CURLOPT_USERAGENT, m_agent.c_str());
        curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.get());
        curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, take);
        curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &sink);
        reply.trouble = trouble_of(curl_easy_perform(handle.get()));
        if (sink.too_long)
            reply.trouble = Trouble::too_long;
        read_head(handle.get(), reply);
        return reply;
    }

    OnlineReply whois(std::string const& server, std::string const& question) override
    {
        OnlineReply reply;
        CurlPointer const handle{curl_easy_init()};
        set_common(handle.get());
        auto const port = server.starts_with('[') ? server.find("]:") : server.find(':');
        auto const url = "http://" + server + (port == std::string::npos ? ":43" : "");
        curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
        curl_easy_setopt(handle.get(), CURLOPT_PROTOCOLS_STR, "http");
        curl_easy_setopt(handle.get(), CURLOPT_CONNECT_ONLY, 1L); // the rest is ours
        curl_easy_setopt(handle.get(), CURLOPT_PROXY, "");
        reply.trouble = trouble_of(curl_easy_perform(handle.get()));
        if (reply.trouble != Trouble::none)
            return reply;
        WhoisTalk talk{handle.get(), reply};
        if (talk.send(question + "\r\n"))
            talk.receive();
        return reply;
    }

private:
    static void read_head(CURL* handle, OnlineReply& reply)
    {
        long status = 0;
        curl_off_t retry = 0;
        char const* location = nullptr;
        curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
        curl_easy_getinfo(handle, CURLINFO_RETRY_AFTER, &retry);
        curl_easy_getinfo(handle, CURLINFO_REDIRECT_URL, &location);
        reply.status = static_cast<int>(status);
        constexpr curl_off_t a_day = 86'400;
        reply.retry_after = static_cast<int>(std::clamp<curl_off_t>(retry, 0, a_day));
        if (location)
            reply.location = location;
    }

    std::string m_agent;
};

} // namespace

std::unique_ptr<Transport> make_transport(std::string agent)
{
    return std::make_unique<CurlTransport>(std::move(agent));
}

} // namespace petze
