using System;
using Ante.Contract;
using Ante.Json;

namespace Ante
{
    /// <summary>The signed-in player and the tokens, as they are kept.</summary>
    internal sealed class StoredSession
    {
        internal StoredSession(string accessToken, string? refreshToken, DateTimeOffset expiresAt, Player player)
        {
            AccessToken = accessToken;
            RefreshToken = refreshToken;
            ExpiresAt = expiresAt;
            Player = player;
        }

        internal string AccessToken { get; }

        internal string? RefreshToken { get; }

        /// <summary>When the access token ends, on this device's clock.</summary>
        internal DateTimeOffset ExpiresAt { get; }

        internal Player Player { get; }

        internal static StoredSession Of(TokenAnswer answer, string? previousRefreshToken, DateTimeOffset now, Player player) =>
            new StoredSession(
                answer.AccessToken,
                answer.RefreshToken ?? previousRefreshToken,
                now + TimeSpan.FromSeconds(answer.ExpiresIn),
                player);

        internal static StoredSession FromJson(JsonValue value)
        {
            var json = Read.Object(value);
            return new StoredSession(
                Read.String(json, "access_token"),
                Read.StringOrNull(json, "refresh_token"),
                Read.Time(json, "expires_at"),
                Read.Value(json, "player", PlayerOf));
        }

        internal JsonValue ToJson() => new JsonObject()
            .Set("access_token", JsonValue.Of(AccessToken))
            .Set("refresh_token", JsonValue.Of(RefreshToken))
            .Set("expires_at", Write.Time(ExpiresAt))
            .Set("player", new JsonObject()
                .Set("id", JsonValue.Of(Player.Id))
                .Set("username", JsonValue.Of(Player.Username))
                .Set("nickname", JsonValue.Of(Player.Nickname))
                .Set("guest", JsonValue.Of(Player.Guest)));

        internal StoredSession With(Player player) => new StoredSession(AccessToken, RefreshToken, ExpiresAt, player);

        private static Player PlayerOf(JsonValue value)
        {
            var json = Read.Object(value);
            return new Player(
                Read.Integer(json, "id"),
                Read.String(json, "username"),
                Read.String(json, "nickname"),
                Read.Boolean(json, "guest"));
        }
    }
}
