#include "report/ndjson.h"

#include <nlohmann/json.hpp>

#include <cstdlib>

using namespace petze;

namespace {

/// Cuts the input into texts, each as long as the byte before it says.
class Texts {
public:
    explicit Texts(Bytes bytes)
        : m_rest(as_text(bytes))
    {
    }

    std::string next()
    {
        if (m_rest.empty())
            return {};
        auto const length = static_cast<unsigned char>(m_rest.front()) * std::size_t{16};
        std::string text{m_rest.substr(1, length)};
        m_rest.remove_prefix(std::min(1 + length, m_rest.size()));
        return text;
    }

private:
    std::string_view m_rest;
};

Event event_from(Bytes bytes)
{
    Texts texts{bytes};
    Event event;
    switch (bytes.size() % 4) {
    case 0:
        event.body = DnsMessage{.rrname = texts.next(),
                                .rrtype = "TXT",
                                .answers = {{texts.next(), "TXT", 0, texts.next()}}};
        break;
    case 1:
        event.body = HttpExchange{.method = texts.next(),
                                  .hostname = texts.next(),
                                  .url = texts.next(),
                                  .request_headers = {{texts.next(), texts.next()}}};
        break;
    case 2:
        event.body = TlsConnection{
            .sni = texts.next(),
            .certificate = {.subject = texts.next(), .san = {texts.next(), texts.next()}}};
        break;
    default: {
        Finding finding;
        finding.item = texts.next();
        finding.value = texts.next();
        finding.path = {texts.next(), texts.next()};
        event.body = finding;
    }
    }
    return event;
}

} // namespace

// Whatever stood on the wire: exactly one line, and it is JSON in UTF-8.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const event = event_from({data, size});
    for (auto const& style : {EventStyle{}, EventStyle{.reveal = true}}) {
        std::string out;
        append_event(out, event, style, "1:");
        if (out.find('\n') != out.size() - 1 || !nlohmann::json::accept(out))
            std::abort();
    }
    (void)parse_types(as_text({data, size}));
    return 0;
}
