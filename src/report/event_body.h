#pragma once

#include "report/event.h"
#include "report/json_writer.h"
#include "report/ndjson.h"

namespace petze {

/// The object that an event holds under the name of its type (contract: Events).
void write_body(JsonWriter& json, FlowEnd const& flow, EventStyle const& style);
void write_body(JsonWriter& json, DnsMessage const& dns, EventStyle const& style);
void write_body(JsonWriter& json, TlsConnection const& tls, EventStyle const& style);
void write_body(JsonWriter& json, QuicConnection const& quic, EventStyle const& style);
void write_body(JsonWriter& json, HttpExchange const& http, EventStyle const& style);
void write_body(JsonWriter& json, AppMessage const& message, EventStyle const& style);
void write_body(JsonWriter& json, FileInfo const& file, EventStyle const& style);
void write_body(JsonWriter& json, Finding const& finding, EventStyle const& style);
/// No line tells it.
inline void write_body(JsonWriter&, UploadPiece const&, EventStyle const&) {}

} // namespace petze
