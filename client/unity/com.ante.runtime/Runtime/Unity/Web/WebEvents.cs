using Ante.Contract;
using Ante.Json;

namespace Ante.Unity
{
    /// <summary>The browser client's events as this package's.</summary>
    internal static class WebEvents
    {
        /// <summary>The event of that name; null for one that this version does not know.</summary>
        internal static AnteEvent? Of(string name, JsonObject data, ProblemException? problem)
        {
            switch (name)
            {
                case "matched": return new MatchedEvent(Read.Value(data, "match", WebRead.Match));
                case "opponentFinished": return new OpponentFinishedEvent(Read.String(data, "matchId"));
                case "settled": case "expired": case "void": return new SettledEvent(WebRead.Settled(data));
                case "wallet": return new WalletEvent(Read.String(data, "currency"), Read.Integer(data, "balance"));
                case "submitted":
                    var result = Read.Value(data, "result", WebRead.Result);
                    return new SubmittedEvent(Read.String(data, "matchId"), Read.Score(data, "score"), result);
                case "refused" when problem != null:
                    return new RefusedEvent(Read.String(data, "matchId"), Read.Score(data, "score"), problem);
                case "gap": return new GapEvent();
                case "signedIn": return new SignedInEvent(Read.Value(data, "player", WebRead.Player));
                case "signedOut": return new SignedOutEvent(Read.String(data, "reason") == "expired");
                case "connection": return new ConnectionEvent(WebRead.Connection(Read.String(data, "state")));
                default: return null;
            }
        }
    }
}
