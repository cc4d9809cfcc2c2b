#include "dissect/dtls/dtls_dissector.h"

#include "decrypt/dtls/record.h"
#include "dissect/dtls/connection.h"

#include <algorithm>
#include <utility>

namespace petze {

namespace {

constexpr std::uint8_t with_connection_id = 25; // RFC 9146 section 4

bool is_clear_handshake(tls::Record const& record)
{
    return record.type == tls::ContentType::handshake && dtls::epoch_of(record) == 0;
}

} // namespace

bool looks_like_dtls(Bytes datagram)
{
    return dtls::is_datagram(datagram);
}

bool belongs_to_dtls(Bytes datagram)
{
    return dtls::belongs(datagram);
}

DtlsDissector::DtlsDissector(LayerContext& context, Origin const* parent)
    : m_context(context)
    , m_parent(parent)
{
}

DtlsDissector::~DtlsDissector() = default;

void DtlsDissector::take(Direction direction, Bytes datagram)
{
    ByteReader in{datagram};
    while (in.remaining() > 0 && take_record(direction, in)) {
    }
}

/// False where the rest of the datagram cannot be read.
bool DtlsDissector::take_record(Direction direction, ByteReader& in)
{
    auto const first = in.peek(1);
    if (dtls::has_unified_header(first)) {
        if (m_connection)
            m_connection->take_unified();
        m_connection.reset();
        return false;
    }
    auto const record = dtls::next_record(in, m_context.data);
    if (is_clear_handshake(record) && begins_another(record.body)) {
        end_connection();
        m_begun = false;
    }
    if (!std::exchange(m_begun, true))
        m_connection = std::make_unique<DtlsConnection>(m_context, m_parent);
    if (!m_connection) // nothing but the beginning of another one is of interest
        return in.ok();
    if (first[0] == with_connection_id) {
        m_context.tally.count("dtls: connection ids are not read");
        return false;
    }
    if (!in.ok())
        m_context.tally.count("dtls: record cut off or malformed");
    if (in.ok() || is_clear_handshake(record))
        m_connection->take(direction, record);
    if (m_connection->is_over())
        m_connection.reset();
    return in.ok();
}

/// RFC 6347 section 4.2.8: another ClientHello between the same two ports begins anew; sent again
/// it has the same random.
bool DtlsDissector::begins_another(Bytes fragments)
{
    auto const hello = dtls::find_client_hello(fragments);
    if (!hello)
        return false;
    auto const random = hello->client_random;
    auto const is_known =
        m_has_client_random && std::equal(random.begin(), random.end(), m_client_random.begin());
    std::copy(random.begin(), random.end(), m_client_random.begin());
    // Behind a cookie or a retry it is the same one, whatever its random.
    bool const another =
        m_has_client_random ? !is_known && hello->sequence == 0 : m_connection == nullptr;
    m_has_client_random = true;
    return another;
}

void DtlsDissector::end_connection()
{
    if (m_connection)
        m_connection->finish();
    m_connection.reset();
}

void DtlsDissector::finish()
{
    end_connection();
}

} // namespace petze
