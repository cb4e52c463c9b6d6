using System;
using System.Threading;
using System.Threading.Tasks;

namespace Ante
{
    /// <summary>
    /// A game's connection to one Ante server: sign-in, matches, events. Use it on the thread that created it (the main
    /// thread); nothing blocks. Every call that needs a player fails with <see cref="UnauthorizedException"/> when nobody is
    /// signed in, and with <see cref="UnavailableException"/> when the server cannot be reached after a few tries. Writes are
    /// repeated safely.
    /// </summary>
    public sealed partial class AnteClient : IDisposable
    {
        private readonly ITransport transport;
        private readonly Action<Exception> handlerFailed;

        private AnteClient(ITransport transport, Action<Exception> handlerFailed)
        {
            this.transport = transport;
            this.handlerFailed = handlerFailed;
            transport.Happened += Tell;
        }

        /// <summary>The signed-in player, of an earlier start too; null when nobody is signed in: show a button.</summary>
        public Player? Player => transport.Player;

        /// <summary>How events arrive at the moment.</summary>
        public Connection Connection => transport.Connection;

        /// <summary>
        /// The wallet assertion of this start's sign-in: a JWT that proves to the game's own server who signed in, when the
        /// scope <c>wallet</c> was asked for and granted. Valid for at most 5 minutes and not stored.
        /// </summary>
        public string? WalletJwt => transport.WalletJwt;

        /// <summary>
        /// Why the sign-in whose answer started the game did not happen (a phone may end the game while the browser is in
        /// front); null when none failed.
        /// </summary>
        public AnteException? FailedLogin => transport.FailedLogin;

        /// <summary>
        /// Makes a client, restores the session of an earlier start, and sends scores that were not sent. A server that cannot
        /// be reached is no failure here: the session is as good as it was.
        /// </summary>
        /// <exception cref="ArgumentException">The server's address or a client id is missing or wrong.</exception>
        /// <exception cref="TokenStoreException">The session of an earlier start cannot be read now: try again.</exception>
        public static async Task<AnteClient> CreateAsync(AnteOptions options, CancellationToken cancellation = default)
        {
            var platform = AntePlatform.Current;
            var transport = options.Transport ?? platform?.CreateTransport(options) ?? throw new InvalidOperationException(
                "There is no engine that provides a transport: set AnteOptions.Transport");
            var client = new AnteClient(transport, options.Report);
            try
            {
                await transport.StartAsync(cancellation);
            }
            catch
            {
                client.Dispose();
                throw;
            }

            return client;
        }

        /// <summary>Signs a player in on the server's own pages.</summary>
        /// <exception cref="LoginCancelledException">The cancellation came first.</exception>
        /// <exception cref="LoginTimedOutException">Nothing came back in time.</exception>
        /// <exception cref="LoginDeniedException">The player said no.</exception>
        /// <exception cref="LoginAnsweredTwiceException">Two different answers came.</exception>
        /// <exception cref="LoginRefusedException">The server refused.</exception>
        public Task<Player> LoginAsync(LoginOptions? options = null, CancellationToken cancellation = default) =>
            transport.LoginAsync(options ?? new LoginOptions(), cancellation);

        /// <summary>Signs out. Scores that are not sent yet stay, and are sent when the same player signs in again.</summary>
        public Task LogoutAsync() => transport.LogoutAsync();

        /// <summary>The player's name and what can be staked now.</summary>
        public Task<Me> GetMeAsync(CancellationToken cancellation = default) => transport.GetMeAsync(cancellation);

        /// <summary>
        /// Puts up the stake and starts playing: first the player's own open attempt of that game is resumed if there is one
        /// (its stake may differ), else the best open match is accepted, else a match is created that somebody accepts later.
        /// </summary>
        /// <exception cref="InsufficientFundsException">The balance does not cover the stake.</exception>
        /// <exception cref="StakeNotAllowedException">The game does not offer this stake.</exception>
        /// <exception cref="UnknownGameException">The server has no such game.</exception>
        /// <exception cref="GameDisabledException">The game takes no new matches.</exception>
        /// <exception cref="TooManyMatchesException">The player has too many undecided matches.</exception>
        /// <exception cref="ClientNotAllowedException">The game is not for this application.</exception>
        /// <exception cref="PlayerExcludedException">The player may not play.</exception>
        public async Task<Attempt> PlayAsync(Terms terms, CancellationToken cancellation = default) =>
            new Attempt(transport, await transport.PlayAsync(terms, cancellation));

        /// <summary>Accepts the best open match or creates one, without looking for an open attempt first.</summary>
        public async Task<Attempt> JoinAsync(Terms terms, CancellationToken cancellation = default) =>
            new Attempt(transport, await transport.JoinAsync(terms, cancellation));

        /// <summary>Creates a match, also when there is one to accept. Fails as <see cref="PlayAsync"/> does.</summary>
        public async Task<Attempt> CreateMatchAsync(Terms terms, CancellationToken cancellation = default) =>
            new Attempt(transport, await transport.CreateAsync(terms, cancellation));

        /// <summary>Accepts one open match.</summary>
        /// <exception cref="AlreadyMatchedException">Somebody was faster.</exception>
        /// <exception cref="MatchClosedException">The match is over.</exception>
        /// <exception cref="OwnMatchException">It is the player's own.</exception>
        /// <exception cref="InsufficientFundsException">The balance does not cover the stake.</exception>
        public async Task<Attempt> AcceptMatchAsync(string matchId, CancellationToken cancellation = default) =>
            new Attempt(transport, await transport.AcceptAsync(matchId, cancellation));

        /// <summary>The player's attempt that is still open, of any game or of this one; null when there is none.</summary>
        public async Task<Attempt?> GetOpenAttemptAsync(long? gameId = null, CancellationToken cancellation = default)
        {
            var info = await transport.OpenAttemptAsync(gameId, cancellation);
            return info == null ? null : new Attempt(transport, info);
        }

        /// <summary>Open matches that the player could accept, nearest skill level first, then oldest.</summary>
        public Task<Page<Match>> LookUpAsync(Terms terms, int page = 1, CancellationToken cancellation = default) =>
            transport.LookUpAsync(terms, page, cancellation);

        /// <summary>The player's own matches, newest first, 20 a page. Pages count from 1.</summary>
        public Task<Page<PlayedMatch>> GetMatchesAsync(
            MatchState? state = null, int page = 1, CancellationToken cancellation = default) =>
            transport.GetMatchesAsync(state, page, cancellation);

        /// <summary>One own match with its result as it stands.</summary>
        /// <exception cref="NotFoundException">There is no such match.</exception>
        /// <exception cref="NotParticipantException">It is a match of others.</exception>
        public Task<PlayedMatch> GetMatchAsync(string matchId, CancellationToken cancellation = default) =>
            transport.GetMatchAsync(matchId, cancellation);

        /// <summary>The game goes to the background or comes back; events pause meanwhile. Engines call it.</summary>
        public void SetBackground(bool background) => transport.SetBackground(background);

        /// <summary>Ends the connection and all that waits for it.</summary>
        public void Dispose()
        {
            transport.Happened -= Tell;
            transport.Dispose();
        }
    }
}
