using Ante.Contract;
using Ante.Json;

namespace Ante.Unity
{
    /// <summary>What the browser client tells about itself with every answer and event.</summary>
    internal sealed class WebState
    {
        private WebState(Player? player, Connection connection, string? walletJwt)
        {
            Player = player;
            Connection = connection;
            WalletJwt = walletJwt;
        }

        internal static WebState SignedOut { get; } = new WebState(null, Connection.Offline, null);

        internal Player? Player { get; }

        internal Connection Connection { get; }

        internal string? WalletJwt { get; }

        /// <summary>Reads the field <c>state</c> of a message.</summary>
        internal static WebState FromJson(JsonObject message)
        {
            var state = Read.Value(message, "state", Read.Object);
            return new WebState(
                Read.ValueOrNull(state, "player", WebRead.Player),
                WebRead.Connection(Read.String(state, "connection")),
                Read.StringOrNull(state, "walletJwt"));
        }
    }
}
