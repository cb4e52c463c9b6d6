using System;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Ante.Tests
{
    /// <summary>What a client promises about matches, against any world: the real server and the mock pass the same tests.</summary>
    public abstract class MatchBehaviour
    {
        private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

        internal abstract IWorld World { get; }

        [Fact(DisplayName = "[UN6] two players play the same level to the payout")]
        public void PlaysToThePayout() => OneThread.Run(async () =>
        {
            var terms = await TermsAsync(new Rules { FeeBps = 1000 });
            var (ada, bob) = (await SignedInAsync(), await SignedInAsync());
            var first = await ada.PlayAsync(terms);
            var second = await bob.PlayAsync(terms);
            Assert.Equal(first.MatchId, second.MatchId);
            Assert.Equal(first.Seed, second.Seed);
            Assert.Equal((Role.Challenger, Role.Challenged), (first.Role, second.Role));
            var undecided = await first.SubmitAsync(700);
            Assert.Null(undecided.Outcome);
            Assert.Equal(700, undecided.OwnScore);
            var result = await second.SubmitAsync(600);
            Assert.Equal(Verdict.Lost, result.Verdict);
            var (won, lost) = (await first.SettledAsync(), await second.SettledAsync());
            Assert.Equal((Verdict.Won, Verdict.Lost), (won.Verdict, lost.Verdict));
            Assert.Equal((600, 400), (won.Result.OpponentScore, won.Result.AmountWon));
            Assert.Equal(10_400, (await ada.GetMeAsync()).Balances["GBP"]);
            Assert.Equal(9_500, (await bob.GetMeAsync()).Balances["GBP"]);
        });

        [Fact(DisplayName = "[UN6] a draw gives both stakes back, a forfeit loses")]
        public void DrawsAndForfeits() => OneThread.Run(async () =>
        {
            var terms = await TermsAsync();
            var (ada, bob) = (await SignedInAsync(), await SignedInAsync());
            var (first, second) = (await ada.PlayAsync(terms), await bob.PlayAsync(terms));
            await first.SubmitAsync(5);
            await second.SubmitAsync(5);
            Assert.Equal(Verdict.Draw, (await first.SettledAsync()).Verdict);
            Assert.Equal(10_000, (await ada.GetMeAsync()).Balances["GBP"]);
            (first, second) = (await ada.PlayAsync(terms), await bob.PlayAsync(terms));
            await first.SubmitAsync(0);
            await second.SubmitAsync(Score.Forfeit);
            var settled = await second.SettledAsync();
            Assert.Equal((Verdict.Lost, Outcome.Walkover), (settled.Verdict, settled.Outcome));
            Assert.Null(settled.Result.OwnScore);
        });

        [Fact(DisplayName = "[UN7] an open attempt is resumed after a crash, with the same level")]
        public void Resumes() => OneThread.Run(async () =>
        {
            var terms = await TermsAsync();
            var device = await World.DeviceAsync();
            var attempt = await (await SignedInAsync(device)).PlayAsync(terms);
            var again = await device.StartAsync();
            Assert.NotNull(again.Player);
            var resumed = await again.PlayAsync(terms);
            Assert.True(resumed.Resumed);
            Assert.Equal((attempt.MatchId, attempt.Seed), (resumed.MatchId, resumed.Seed));
            await resumed.SubmitAsync(10);
            Assert.Null(await again.GetOpenAttemptAsync());
        });

        [Fact(DisplayName = "[UN8] a score survives a lost answer, and counts once")]
        public void SurvivesALostAnswer() => OneThread.Run(async () =>
        {
            var device = await World.DeviceAsync();
            var client = await SignedInAsync(device);
            var attempt = await client.PlayAsync(await TermsAsync());
            var failures = 0;
            device.Http.FaultOf = request => IsScore(request) && failures++ < 2 ? Fault.AnswerLost : Fault.None;
            Assert.Equal(321, (await attempt.SubmitAsync(321)).OwnScore);
            Assert.Equal(3, failures);
            await Assert.ThrowsAsync<ScoreAlreadyPostedException>(() => attempt.SubmitAsync(322));
            Assert.Equal(321, (await attempt.SubmitAsync(321)).OwnScore);
        });

        [Fact(DisplayName = "[UN8] a score that could not be sent is sent by the next start")]
        public void SurvivesTheEndOfTheGame() => OneThread.Run(async () =>
        {
            var device = await World.DeviceAsync();
            var client = await SignedInAsync(device);
            var attempt = await client.PlayAsync(await TermsAsync());
            device.Http.FaultOf = request => IsScore(request) ? Fault.NoConnection : Fault.None;
            var waiting = attempt.SubmitAsync(77);
            client.Dispose();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
            device.Http.FaultOf = _ => Fault.None;
            var again = await device.StartAsync();
            await EventuallyAsync(() => device.Told.OfType<SubmittedEvent>().Any());
            Assert.Equal(77, (await again.GetMatchAsync(attempt.MatchId)).Result.OwnScore);
        });

        [Fact(DisplayName = "[UN8] a score that comes too late is refused once and told")]
        public void TellsOfALateScore() => OneThread.Run(async () =>
        {
            var device = await World.DeviceAsync();
            var client = await SignedInAsync(device);
            var attempt = await client.PlayAsync(await TermsAsync());
            device.Http.FaultOf = request => IsScore(request) ? Fault.NoConnection : Fault.None;
            _ = attempt.SubmitAsync(77);
            client.Dispose();
            await World.AdvanceAsync(11 * Minute);
            device.Http.FaultOf = _ => Fault.None;
            await device.StartAsync();
            await EventuallyAsync(() => device.Told.OfType<RefusedEvent>().Any());
            Assert.IsType<ResultTooLateException>(device.Told.OfType<RefusedEvent>().Single().Problem);
        });

        [Fact(DisplayName = "[UN9] events are told as they happen, and what was missed at the next start, once each")]
        public void TellsEvents() => OneThread.Run(async () =>
        {
            var terms = await TermsAsync();
            var device = await World.DeviceAsync();
            var client = await SignedInAsync(device);
            await EventuallyAsync(() => client.Connection == Connection.Live);
            var attempt = await client.PlayAsync(terms);
            var rival = await SignedInAsync();
            var second = await rival.PlayAsync(terms);
            await EventuallyAsync(() => device.Told.OfType<MatchedEvent>().Any());
            await second.SubmitAsync(3);
            await EventuallyAsync(() => device.Told.OfType<OpponentFinishedEvent>().Any());
            client.Dispose();
            await World.AdvanceAsync(11 * Minute);
            device.Told.Clear();
            var again = await device.StartAsync();
            await EventuallyAsync(() => device.Told.OfType<SettledEvent>().Any());
            Assert.Equal(Verdict.Lost, device.Told.OfType<SettledEvent>().Single().Settled.Verdict);
            Assert.Empty(device.Told.OfType<MatchedEvent>());
            Assert.Equal(attempt.MatchId, (await again.GetMatchesAsync()).Entries[0].Match.Id);
        });

        [Fact(DisplayName = "[UN9] events pause in the background, and go on in the front")]
        public void PausesInTheBackground() => OneThread.Run(async () =>
        {
            var terms = await TermsAsync();
            var device = await World.DeviceAsync();
            var client = await SignedInAsync(device);
            await EventuallyAsync(() => client.Connection == Connection.Live);
            client.SetBackground(true);
            await EventuallyAsync(() => client.Connection == Connection.Offline);
            await client.PlayAsync(terms);
            await (await SignedInAsync()).PlayAsync(terms);
            Assert.Empty(device.Told.OfType<MatchedEvent>());
            client.SetBackground(false);
            await EventuallyAsync(() => device.Told.OfType<MatchedEvent>().Any());
        });

        [Fact(DisplayName = "[UN10] a match that nobody accepts expires, and the stake comes back")]
        public void Expires() => OneThread.Run(async () =>
        {
            var client = await SignedInAsync();
            var attempt = await client.PlayAsync(await TermsAsync());
            var settled = attempt.SettledAsync();
            await World.AdvanceAsync(61 * Minute);
            Assert.Equal(Verdict.Expired, (await settled).Verdict);
            Assert.Equal(10_000, (await client.GetMeAsync()).Balances["GBP"]);
        });

        [Fact(DisplayName = "[UN10] an attempt is prolonged as often as the game allows")]
        public void Prolongs() => OneThread.Run(async () =>
        {
            var client = await SignedInAsync();
            var attempt = await client.PlayAsync(await TermsAsync());
            var before = attempt.ResultUntil;
            Assert.Equal(before + (10 * Minute), await attempt.ProlongAsync());
            await Assert.ThrowsAsync<CannotProlongMatchException>(() => attempt.ProlongAsync());
        });

        [Fact(DisplayName = "[UN11] refusals are typed exceptions")]
        public void RefusesByType() => OneThread.Run(async () =>
        {
            var terms = await TermsAsync(new Rules { Stakes = new long[] { 500, 20_000 }, MaxOpen = 1 });
            var (ada, bob) = (await SignedInAsync(), await SignedInAsync());
            await Assert.ThrowsAsync<InsufficientFundsException>(() => ada.PlayAsync(With(terms, stake: 20_000)));
            await Assert.ThrowsAsync<StakeNotAllowedException>(() => ada.PlayAsync(With(terms, stake: 501)));
            await Assert.ThrowsAsync<UnknownGameException>(() => ada.PlayAsync(With(terms, gameId: 999_999)));
            var invalid = await Assert.ThrowsAsync<InvalidRequestException>(() => ada.PlayAsync(With(terms, currency: "gbp")));
            Assert.NotEmpty(invalid.Errors);
            var attempt = await ada.PlayAsync(terms);
            await Assert.ThrowsAsync<TooManyMatchesException>(() => ada.CreateMatchAsync(terms));
            await Assert.ThrowsAsync<OwnMatchException>(() => ada.AcceptMatchAsync(attempt.MatchId));
            await Assert.ThrowsAsync<NotFoundException>(() => bob.AcceptMatchAsync(new string('0', 32)));
            await Assert.ThrowsAsync<NotParticipantException>(() => bob.GetMatchAsync(attempt.MatchId));
            await Assert.ThrowsAsync<ScoreOutOfRangeException>(() => attempt.SubmitAsync(1001));
            Assert.Single((await bob.LookUpAsync(terms)).Entries);
            await bob.AcceptMatchAsync(attempt.MatchId);
            var eve = await SignedInAsync();
            await Assert.ThrowsAsync<AlreadyMatchedException>(() => eve.AcceptMatchAsync(attempt.MatchId));
            await World.CloseGameAsync(terms.GameId);
            await Assert.ThrowsAsync<GameDisabledException>(() => eve.PlayAsync(terms));
        });

        [Fact(DisplayName = "[UN11] nothing is done for nobody: every call says that a sign-in is needed")]
        public void NeedsASignIn() => OneThread.Run(async () =>
        {
            var client = await SignedInAsync();
            var attempt = await client.PlayAsync(await TermsAsync());
            var settled = attempt.SettledAsync();
            await client.LogoutAsync();
            Assert.Null(client.Player);
            await Assert.ThrowsAsync<UnauthorizedException>(() => settled);
            await Assert.ThrowsAsync<UnauthorizedException>(() => client.GetMeAsync());
        });

        internal static async Task EventuallyAsync(Func<bool> holds)
        {
            for (var tries = 0; !holds(); tries++)
            {
                Assert.True(tries < 1500, "this did not happen within 30 seconds");
                await Task.Delay(20);
            }
        }

        internal async Task<AnteClient> SignedInAsync(Device? device = null)
        {
            var client = await (device ?? await World.DeviceAsync()).StartAsync();
            await client.LoginAsync();
            return client;
        }

        internal async Task<Terms> TermsAsync(Rules? rules = null) =>
            new Terms { GameId = await World.GameAsync(rules), Stake = 500, Currency = "GBP" };

        private static bool IsScore(HttpRequest request) =>
            request.Method == "POST" && request.Url.EndsWith("/result.json", StringComparison.Ordinal);

        private static Terms With(Terms terms, long? stake = null, long? gameId = null, string? currency = null) => new Terms
        {
            GameId = gameId ?? terms.GameId,
            Stake = stake ?? terms.Stake,
            Currency = currency ?? terms.Currency,
        };
    }

    /// <summary>Against the real server.</summary>
    public sealed class RealServerMatches : MatchBehaviour
    {
        internal override IWorld World { get; } = new RealWorld();
    }
}
