#pragma once

namespace petze {

/// Shuts this process in for good: it may read and write what is open, and nothing else; memory
/// is bounded. False where the system does not allow it; then nothing may be decoded.
bool enter_sandbox();

} // namespace petze
