using System;
using System.Threading;
using System.Threading.Tasks;

namespace Ante
{
    /// <summary>
    /// How a client reaches a server: natively, through the browser client of the page that a WebGL build runs in, or a mock.
    /// All calls and events happen on the thread that created the transport; none blocks. Calls fail with the exceptions
    /// that <see cref="AnteClient"/> documents. Matches are named by their ids; a transport keeps the secrets.
    /// </summary>
    public interface ITransport : IDisposable
    {
        /// <summary>The signed-in player; null when nobody is signed in.</summary>
        Player? Player { get; }

        /// <summary>How events arrive at the moment.</summary>
        Connection Connection { get; }

        /// <summary>The wallet assertion of this start's sign-in (a JWT); null when <c>wallet</c> was not asked for or not granted.</summary>
        string? WalletJwt { get; }

        /// <summary>Why the sign-in whose answer started or woke the game did not happen; null when none failed.</summary>
        AnteException? FailedLogin { get; }

        /// <summary>Something happened.</summary>
        event Action<AnteEvent> Happened;

        /// <summary>
        /// Called once. Restores the session of an earlier start, finishes a sign-in whose answer started the game, and sends
        /// scores that were not sent.
        /// </summary>
        Task<Player?> StartAsync(CancellationToken cancellation);

        /// <summary>Signs a player in.</summary>
        Task<Player> LoginAsync(LoginOptions options, CancellationToken cancellation);

        /// <summary>Signs out; scores that are not sent yet stay.</summary>
        Task LogoutAsync();

        /// <summary>The player's name and what can be staked now.</summary>
        Task<Me> GetMeAsync(CancellationToken cancellation);

        /// <summary>Resumes the player's own open attempt, else accepts the best open match, else creates one.</summary>
        Task<AttemptInfo> PlayAsync(Terms terms, CancellationToken cancellation);

        /// <summary>Accepts the best open match or creates one.</summary>
        Task<AttemptInfo> JoinAsync(Terms terms, CancellationToken cancellation);

        /// <summary>Creates a match.</summary>
        Task<AttemptInfo> CreateAsync(Terms terms, CancellationToken cancellation);

        /// <summary>Accepts one open match.</summary>
        Task<AttemptInfo> AcceptAsync(string matchId, CancellationToken cancellation);

        /// <summary>The player's attempt that is still open, of any game or of this one; null when there is none.</summary>
        Task<AttemptInfo?> OpenAttemptAsync(long? gameId, CancellationToken cancellation);

        /// <summary>Open matches that the player could accept.</summary>
        Task<Page<Match>> LookUpAsync(Terms terms, int page, CancellationToken cancellation);

        /// <summary>The player's own matches, newest first.</summary>
        Task<Page<PlayedMatch>> GetMatchesAsync(MatchState? state, int page, CancellationToken cancellation);

        /// <summary>One own match with its result as it stands.</summary>
        Task<PlayedMatch> GetMatchAsync(string matchId, CancellationToken cancellation);

        /// <summary>Reports the score of an attempt; cancelling ends the waiting, not the sending.</summary>
        Task<MatchResult> SubmitAsync(string matchId, Score score, CancellationToken cancellation);

        /// <summary>Asks for more time; the new deadline.</summary>
        Task<DateTimeOffset?> ProlongAsync(string matchId, CancellationToken cancellation);

        /// <summary>Completes when the match is decided.</summary>
        Task<SettledMatch> SettledAsync(string matchId, CancellationToken cancellation);

        /// <summary>The game goes to the background or comes back; events pause meanwhile.</summary>
        void SetBackground(bool background);
    }
}
